"""Workers as processes, and the services of AWS that they find in the front."""
