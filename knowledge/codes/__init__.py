"""What exit codes mean: tables in YAML and the code that reads them; knows no cluster and no Slack.

- `readings/*.yaml`: what a program, shell, runtime or Kubernetes means by a code, one file a kind of sender.
- `order.yaml`: by code, the readings to put first.
- `codes.yaml`: by code, its headline, and the table "what you see, what it then was" with the cause of each row.
- `reasons.yaml`: the reasons of terminated containers (`OOMKilled`, `StartError`), and the codes each can come with.
- `signals.yaml`: the Linux signals and their numbers on other architectures. `sysexits.yaml`: 64 to 78 of sysexits.h.
- `ntstatus.yaml`: the 32-bit codes of Windows.
- `runtimes.yaml`: what people call a program (`python3`, `spring`), and the family of readings it has.

A new meaning is a reading, with its `source`, in the file of its sender under `readings/`. Where it is among the likely
ones in a pod, its id goes into that code's line of `order.yaml`, at the place it deserves. A row in `codes.yaml` is
needed only where something visible (a reason, a log line, an event) tells the meaning from the others; the row names
the cause, and in `covers` the readings it stands for.
"""
