"""Claims and figures: every number that news claim, what it counts, who says so, and where they disagree."""
