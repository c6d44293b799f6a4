"""How messages travel: one folder an adapter, one outbox worker for all.

Owns: the register of adapters and the delivery of outbox rows.
Offers: `registry.register`, `registry.Adapter`, `delivery.deliver_due`.
Publishes: nothing of its own. Needs: conversations and below. Email lives in `channels.email`.
"""
