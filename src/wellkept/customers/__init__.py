"""The people who write in: one customer, many identities, maybe a company.

Owns: Customer, Identity, Company.
Offers: `operations` (identify, rename, …), `queries`.
Publishes: CustomerAppeared, CustomerChanged, IdentityAdded, IdentityUnreachable.
Needs: kernel, accounts.
"""
