"""What is done by rule, and what is decided the same by everybody.

Owns: playbooks (facts, a decision table, steps) and how they are followed; conditions over conversations, and the
variables of texts. Offers: `operations`, `queries_playbooks`, `queries_conditions`, `queries_variables`, and
`domain`, pure Python, in which a definition is plain data that other surfaces can follow as well.
Publishes: `playbook_events`. Needs: `conversations`, `promises`.
"""
