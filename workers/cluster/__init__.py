"""The only place that talks to the Kubernetes API: find the pod meant, read what surrounds it, hand over a snapshot.

Nothing here decides what is wrong with a pod, and nothing outside imports the Kubernetes client.
"""
