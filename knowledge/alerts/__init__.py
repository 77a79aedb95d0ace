"""What the standard alerts of the field say is seen, what they leave open, and which object they are about. Pure."""
