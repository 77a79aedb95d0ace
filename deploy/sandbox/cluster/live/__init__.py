"""Workloads that live on a clock: a small simulation of kubelet and controllers. No threads, no clock of its own."""
