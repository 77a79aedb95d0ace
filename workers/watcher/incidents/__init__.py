"""Incidents, from their first jump to their end, and the outbox that announces them.

`lifecycle.advance` takes the state, the jumps and what the cache shows now, and answers with the next state and the
alerts that follow; it is pure, and so is everything it calls. `outbox` runs it once a second, writes state and alerts
in one transaction, and wakes the poster. An alert only says that an incident has changed: the poster compares what the
incident is with what Slack shows.

| file | what it does |
|---|---|
| `outbox` | loads, advances and writes the state in Redis, while this watcher leads |
| `lifecycle` | one step: takes jumps in, follows each incident, forgets what is long over |
| `state` | the records, the policy (how long is long), what people silenced, one step's transaction |
| `progress` | how an incident grows: restarts, pods, nodes, how many are ready |
| `updates` | what is worth a reply in the thread, what only an edit; reminders |
| `resolution` | when it is over, and when it comes back |
| `grouping`, `similarity` | many incidents at once as one storm, and what they have in common |
| `notices` | stale watches and restarted nodes |
| `diagnoses`, `diagnosis_pool` | which incidents are due for a diagnosis; the threads that make them |
| `earlier` | records that an earlier version left in Redis |
"""
