"""What the watcher knows of pods, containers, owners and nodes, as the watch sent it. It decides nothing.

`store` takes in the events of one watch and hands each pod to `terminations`, which keeps a few hundred bytes of it
and answers with the terminations that are new since it was last seen. What is derived from those stands beside it:

| file | what it keeps |
|---|---|
| `store` | pods by workload, and which containers have changed since somebody last looked |
| `terminations`, `pod` | each pod's containers with their counts; how they are read from what the watch sends |
| `history` | the terminations of the last three hours, and the pod templates of each workload |
| `baseline` | hourly counts of eight days: how often a container usually restarts |
| `nodes` | containers of a node that ended together: a node that was restarted |
| `owners` | whose pod it is, guessed from names and confirmed by the API; what became of a workload without pods |
| `freshness`, `staleness` | when something last came; when nothing has for too long |
| `checkpoint` | what is written to Redis, so that the next watcher goes on from there |
| `case` | everything the rules need to know about one container |
| `view` | what `incidents` may read, frozen |
| `keys` | how a workload and its containers are named inside a cluster |
"""
