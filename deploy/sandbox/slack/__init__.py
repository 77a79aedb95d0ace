"""A local Slack workspace for one app: the real protocol both ways, on one aiohttp server.
It must not be imported by production.
"""
