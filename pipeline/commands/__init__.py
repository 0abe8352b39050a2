"""What the commands of ``copydesk`` do, one module a command; ``pipeline.cli`` only reads arguments and calls them."""
