"""What is done by rule, and what is decided the same by everybody.

Owns: macros and what each did; playbooks (facts, a decision table, steps) and how they are followed; actions,
conditions over conversations, and the variables of texts. Offers: `operations`, `queries_macros`, `queries_preview`,
`queries_playbooks`, `queries_conditions`, `queries_variables`, `action_words`, and `domain`, pure Python, in which a
definition is plain data that other surfaces can follow as well.
Publishes: `macro_events`, `playbook_events`. Needs: `conversations`, `promises`, `routing`.
"""
