"""Events in every form people paste them. Pure."""
