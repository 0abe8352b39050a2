"""Copydesk: a folder of news articles in, a dataset of quotes, figures and copies out."""
