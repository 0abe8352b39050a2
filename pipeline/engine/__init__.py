"""Heavy work cut into chunks, and the runners that hand the chunks out: processes of this machine, or Ray.

Knows neither what a chunk holds nor the tables that the results go to: those are the steps' business.
"""
