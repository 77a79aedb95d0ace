"""The objects of the cluster: where they come from, how they are kept, selected and told of as a Status. No HTTP."""
