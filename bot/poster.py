"""`python -m bot deliver`, the process that posts: answers from the queue `deliver`, incidents from `alerts`.

What one job does, and what happens when the process dies in the middle of it: `bot.answers.deliver` and
`bot.alerts.poster`.
"""

from threading import Event

from rq import SimpleWorker

from bot import metrics
from bot.alerts import poster as alerts
from bot.alerts import sweep
from bot.answers import deliver
from bot.settings import BotSettings
from bot.slack.client import slack_client
from core.health import heartbeat, redis_answers
from core.messages import queues
from core.process import children_die_with_us
from core.queue import WORKER
from core.redis import connect


def run(settings: BotSettings, render: deliver.Render, burst: bool = False) -> None:
    """Post answers and alerts until SIGTERM; returns also when Redis stayed away, and the supervisor starts it anew.

    `burst`: until both queues are empty. No fork for each job, as there is for a question: what runs here is our own
    drawing and a call with a time-out, and 9 ms are saved on every answer.
    """
    redis = connect(settings.redis_url, settings.redis_timeout, patient=True)
    client = slack_client(settings)
    deliver.configure(deliver.AnswerPoster(redis, client, render))
    alerts.configure(alerts.AlertPoster(redis, client.web, settings.routing, settings.language))
    sweep.start(sweep.Sweeper(redis, settings.routing), Event())
    worker = SimpleWorker([queues.DELIVER, queues.ALERTS], connection=redis, **WORKER)
    worker.log_job_description = False
    children_die_with_us()
    impatient = connect(settings.redis_url, settings.redis_timeout)  # a probe must not wait until Redis is back
    alive = {"work": heartbeat(lambda: worker.last_heartbeat, redis_answers(impatient))}
    pages = metrics.serve(settings.metrics_host, settings.deliver_metrics_port, impatient, alive, {})
    worker.work(burst=burst, with_scheduler=True, logging_level="WARNING")
    if pages is not None:
        pages.stop()
