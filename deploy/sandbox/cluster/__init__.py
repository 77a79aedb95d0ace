"""A local Kubernetes API server over recorded and simulated objects. It speaks the API, it runs no containers."""
