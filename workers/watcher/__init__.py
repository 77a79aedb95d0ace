"""The watcher: notices that restart counts jump, and keeps one incident for each thing that is wrong.

It works as a Kubernetes controller does. An informer lists the pods of a cluster and watches them; the stream only
fills a cache. One thread, the controller, decides about what changed in it, turns jumps of restart counts into
incidents, and writes them to Redis together with the jobs that wake the poster of the bot. Of several watchers one
leads; the others keep their caches up to date and write nothing. It knows nothing of Slack.

    stream -> cache -> detect -> incidents -> outbox -> poster (bot.alerts)

| file | what it does |
|---|---|
| `__main__` | puts the process together, runs it, health and metrics pages |
| `controller` | the thread that decides: one step a second, or as soon as something changed |
| `informer`, `informers` | one watch with its cache and detector behind one lock; all of them as one view |
| `leader` | the election: a lock in Redis and a fencing token, so that a leader that was paused cannot write |
| `cache/` | what is known of pods, containers, owners and nodes |
| `detect/` | when restart counts have jumped: the rules and their thresholds |
| `incidents/` | from a jump to an incident, to its updates, to its end; the outbox |
| `metrics`, `settings` | for Prometheus; every environment variable |
"""
