"""What is done by rule, and what is decided the same by everybody.

Owns: playbooks (facts, a decision table, steps) and how they are followed. Offers: `operations`, `queries_playbooks`, and
`domain`, pure Python, in which a definition is plain data that other surfaces can follow as well.
Publishes: `playbook_events`. Needs: `conversations`.
"""
