"""The exchange between a customer and us, whatever the channel.

Owns: Inbox, Conversation, Message, Attachment, Participant, Draft, Delivery (the outbox), Tag, Driver, Read.
Offers: `operations` (receive, reply, note, assign, set_status, …), `queries.*_for(access)`, `search`, `access`.
Publishes: see events.py; the desk's live stream and every measure read them.
Needs: kernel, accounts, customers. Never learns a channel's name beyond a word.
"""
