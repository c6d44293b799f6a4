"""Business hours: when somebody answers, and time counted only then.

Owns: Schedule, Holiday.
Offers: `queries` (calendar_of, default_calendar), `operations` (create, change, import_region, import_ical, …),
`domain.calendar.Calendar` (add, elapsed, timeline).
Publishes: ScheduleChanged, ScheduleRemoved, HolidaysAdded, HolidaysRemoved.
Needs: kernel.
"""
