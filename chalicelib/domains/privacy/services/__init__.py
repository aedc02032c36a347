"""Taking along, erasing, holding, consenting, and letting go of what is old."""
