"""What the room keeps: sources, places, events, and what each import did."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models


class Source(models.Model):
    """Where content comes from, under which licence, and who is to be named for it."""

    id: Any = models.SlugField(primary_key=True, max_length=60)
    name: Any = models.CharField(max_length=200, unique=True)
    licence: Any = models.CharField(max_length=100)
    attribution: Any = models.CharField(max_length=300)
    url: Any = models.CharField(max_length=500, default="", blank=True)

    def __str__(self) -> str:
        return str(self.name)


class Place(models.Model):
    """Something in the city that has a position; withdrawn when its source no longer has it."""

    id: Any = models.CharField(primary_key=True, max_length=160)
    source: Any = models.ForeignKey(Source, on_delete=models.PROTECT, db_index=False)  # its constraint has one
    source_ref: Any = models.CharField(max_length=140)
    digest: Any = models.CharField(max_length=32)
    category: Any = models.CharField(max_length=30)
    name: Any = models.JSONField(default=dict)
    about: Any = models.JSONField(default=dict)
    text_alternative: Any = models.JSONField(default=dict)
    lat: Any = models.FloatField()
    lon: Any = models.FloatField()
    cell: Any = models.BigIntegerField()
    address: Any = models.CharField(max_length=300, default="")
    opening_hours: Any = models.CharField(max_length=500, default="")
    wheelchair: Any = models.CharField(max_length=10, default="unknown")
    access: Any = models.JSONField(default=dict)
    phone: Any = models.CharField(max_length=200, default="")
    website: Any = models.CharField(max_length=500, default="")
    # What makes it an overlay: what is told on the spot, to whom, from which side, with what, and from when to when.
    story: Any = models.JSONField(default=dict)
    audience: Any = models.JSONField(default=list)
    pose: Any = models.JSONField(default=dict)
    media: Any = models.JSONField(default=list)
    actions: Any = models.JSONField(default=list)
    valid_from: Any = models.DateTimeField(null=True)
    valid_to: Any = models.DateTimeField(null=True)
    imported_at: Any = models.DateTimeField()
    withdrawn_at: Any = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["source", "source_ref"], name="one_place_per_source_ref")
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["cell", "id"], name="places_by_cell")]

    def __str__(self) -> str:
        return str(self.id)


class PlaceEdit(models.Model):
    """What the city itself says over a place that a source brought, or of a place that no source has.

    A layer of its own: imports never touch it, and it is laid over whatever the source says now. By id and not by key,
    since the place may vanish from its source and come back.
    """

    place: Any = models.CharField(primary_key=True, max_length=160)
    changes: Any = models.JSONField(default=dict)  # published: these fields instead of the source's
    draft: Any = models.JSONField(null=True)  # being worked on: the changes as they would be
    over: Any = models.CharField(max_length=32, default="")  # the digest of what they were published over
    version: Any = models.PositiveIntegerField(default=1)
    edited_by: Any = models.UUIDField(null=True)
    edited_at: Any = models.DateTimeField()
    published_by: Any = models.UUIDField(null=True)
    published_at: Any = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.place)


class Footprint(models.Model):
    """The ground plan of a house: its corners as [latitude, longitude], the last not the first again."""

    source: Any = models.ForeignKey(Source, on_delete=models.CASCADE)
    ref: Any = models.CharField(max_length=140)
    ring: Any = models.JSONField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["source", "ref"], name="one_footprint_per_source_ref")
        ]

    def __str__(self) -> str:
        return f"{self.source_id}:{self.ref}"


class Totem(models.Model):
    """A code in the street and the place that it leads to; by id and not by key, since the place may come and go."""

    code: Any = models.CharField(primary_key=True, max_length=12)
    place: Any = models.CharField(max_length=160, db_index=True)
    made_at: Any = models.DateTimeField()
    made_by: Any = models.UUIDField(null=True)
    revoked_at: Any = models.DateTimeField(null=True)
    revoked_why: Any = models.CharField(max_length=200, default="")

    def __str__(self) -> str:
        return str(self.code)


class Trail(models.Model):
    """Stops in an order, as they were written; an editor's account once one has written it."""

    id: Any = models.SlugField(primary_key=True, max_length=60)
    content: Any = models.JSONField()  # as residents have it, or had it; empty while it is a first draft
    draft: Any = models.JSONField(null=True)  # being worked on: the whole trail as it would be
    folder: Any = models.JSONField(null=True)  # as the city's folder says it now; None when no file has it
    shown: Any = models.BooleanField(default=False)
    version: Any = models.PositiveIntegerField(default=1)
    edited_by: Any = models.UUIDField(null=True)
    edited_at: Any = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return str(self.id)


class HuntGroup(models.Model):
    """What some phones that share a code have solved together. It names nobody, and is forgotten after a day."""

    code: Any = models.CharField(primary_key=True, max_length=6)
    trail: Any = models.CharField(max_length=60)
    solved: Any = models.JSONField(default=list)
    until: Any = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return str(self.code)


class Opened(models.Model):
    """How often something was opened in the week that runs: a sum, without who or when, gone once it is told of."""

    week: Any = models.DateField()
    kind: Any = models.CharField(max_length=10)
    thing: Any = models.CharField(max_length=160)
    times: Any = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["week", "kind", "thing"], name="one_sum_per_week_and_thing")
        ]


class OpenedTable(models.Model):
    """What is told of one week, with noise; made once, and what it cost of the year's budget."""

    week: Any = models.DateField(primary_key=True)
    made_at: Any = models.DateTimeField()
    epsilon: Any = models.FloatField()
    told: Any = models.JSONField(default=dict)


class Event(models.Model):
    """Something that happens at a time, once or by a rule."""

    id: Any = models.CharField(primary_key=True, max_length=160)
    source: Any = models.ForeignKey(Source, on_delete=models.PROTECT, db_index=False)  # its constraint has one
    source_ref: Any = models.CharField(max_length=140)
    digest: Any = models.CharField(max_length=32)
    title: Any = models.JSONField(default=dict)
    about: Any = models.JSONField(default=dict)
    # By id and not by key: an event may come before its place, and stays when its place is withdrawn.
    place: Any = models.CharField(max_length=160, default="")
    # Local time and not a moment: a market at eight stays at eight when the clocks change.
    starts: Any = models.CharField(max_length=16)
    minutes: Any = models.PositiveIntegerField()
    # The rule, and below it lines of days that are left out or added.
    rrule: Any = models.TextField(default="")
    kind: Any = models.CharField(max_length=20)
    free: Any = models.BooleanField(default=False)
    step_free: Any = models.BooleanField(null=True)
    ages: Any = models.JSONField(default=list)
    imported_at: Any = models.DateTimeField()
    withdrawn_at: Any = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["source", "source_ref"], name="one_event_per_source_ref")
        ]

    def __str__(self) -> str:
        return str(self.id)


class ContentVersion(models.Model):
    """One row that counts the changes of content: what was made from another count or stamp is stale.

    The stamp is drawn anew with each change, so that a database put back from a copy is never taken for what came after.
    """

    id: Any = models.PositiveSmallIntegerField(primary_key=True, default=1)
    version: Any = models.PositiveBigIntegerField(default=0)
    stamp: Any = models.CharField(max_length=22, default="")


class ImportRun(models.Model):
    """What one import did."""

    source: Any = models.ForeignKey(Source, on_delete=models.CASCADE)
    file: Any = models.CharField(max_length=200)
    kind: Any = models.CharField(max_length=20)
    taken: Any = models.PositiveIntegerField()
    unchanged: Any = models.PositiveIntegerField()
    changed: Any = models.PositiveIntegerField()
    withdrawn: Any = models.PositiveIntegerField()
    left: Any = models.PositiveIntegerField()
    started_at: Any = models.DateTimeField(db_index=True)
    seconds: Any = models.FloatField()


class LeftRow(models.Model):
    """Why some rows of an import were left, counted together where the reason is the same."""

    run: Any = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="left_rows")
    line: Any = models.CharField(max_length=200)
    reason: Any = models.CharField(max_length=40)
    detail: Any = models.CharField(max_length=200, default="")
    taken: Any = models.BooleanField(default=False)
    count: Any = models.PositiveIntegerField()


class TransitRoute(models.Model):
    """A line of an operator."""

    source: Any = models.ForeignKey(Source, on_delete=models.CASCADE)
    ref: Any = models.TextField()
    short_name: Any = models.TextField(default="")
    long_name: Any = models.TextField(default="")
    kind: Any = models.PositiveSmallIntegerField()
    colour: Any = models.TextField(default="")


class TransitService(models.Model):
    """The days on which trips run."""

    source: Any = models.ForeignKey(Source, on_delete=models.CASCADE)
    ref: Any = models.TextField()
    weekdays: Any = models.JSONField()
    first: Any = models.DateField()
    last: Any = models.DateField()
    added: Any = models.JSONField(default=list)
    removed: Any = models.JSONField(default=list)


class TransitTrip(models.Model):
    """One vehicle's way along a line; its frequencies as [start, end, headway] in seconds."""

    route: Any = models.ForeignKey(TransitRoute, on_delete=models.CASCADE)
    service: Any = models.ForeignKey(TransitService, on_delete=models.CASCADE)
    ref: Any = models.TextField()
    headsign: Any = models.TextField(default="")
    shape: Any = models.TextField(default="")
    wheelchair: Any = models.BooleanField(null=True)
    first_departure_s: Any = models.IntegerField()
    frequencies: Any = models.JSONField(default=list)


class TransitStopTime(models.Model):
    """A trip at a stop; seconds after the start of the service day."""

    trip: Any = models.ForeignKey(TransitTrip, on_delete=models.CASCADE, db_index=False)
    place: Any = models.TextField()
    sequence: Any = models.PositiveIntegerField()
    arrival_s: Any = models.IntegerField()
    departure_s: Any = models.IntegerField()
    boarding: Any = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["trip", "sequence"], name="one_stop_per_sequence")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["place", "departure_s"], name="stop_times_by_stop")
        ]


class TransitShape(models.Model):
    """The way of some trips, as latitudes and longitudes."""

    source: Any = models.ForeignKey(Source, on_delete=models.CASCADE)
    ref: Any = models.TextField()
    points: Any = models.JSONField()


class TransitFeed(models.Model):
    """Which timetable of a source is stored, by its digest."""

    source: Any = models.OneToOneField(Source, on_delete=models.CASCADE, primary_key=True)
    digest: Any = models.TextField()


class StreetNetwork(models.Model):
    """The streets that a source brought, whole: ways as [ref, name, corners, points, facts]."""

    source: Any = models.OneToOneField(Source, on_delete=models.CASCADE, primary_key=True)
    digest: Any = models.CharField(max_length=64)
    ways: Any = models.JSONField()


class Barrier(models.Model):
    """Something that somebody met on her way and that a map does not know, or not yet."""

    kind: Any = models.CharField(max_length=20)
    value: Any = models.FloatField(null=True)
    lat: Any = models.FloatField()
    lon: Any = models.FloatField()
    street: Any = models.CharField(max_length=200, default="")
    reported_at: Any = models.DateTimeField()
    # What an officer decided; until then the words of residents decide.
    holds_until: Any = models.DateTimeField(null=True)
    closed_at: Any = models.DateTimeField(null=True)
    closed_why: Any = models.CharField(max_length=20, default="")


class BarrierWord(models.Model):
    """What one resident says of a barrier, her last word; without her once she is erased."""

    barrier: Any = models.ForeignKey(Barrier, on_delete=models.CASCADE, related_name="words")
    resident: Any = models.UUIDField(null=True, db_index=True)
    says: Any = models.CharField(max_length=10)
    at: Any = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["barrier", "resident"], name="one_word_per_resident")
        ]


class LiveFeed(models.Model):
    """What a live feed said last, and how it went since."""

    id: Any = models.CharField(primary_key=True, max_length=60)
    etag: Any = models.CharField(max_length=200, default="")
    content: Any = models.JSONField(null=True)
    # When the feed says that it was made, when it was last got whole, when last asked for, and why that failed.
    made_at: Any = models.DateTimeField(null=True)
    got_at: Any = models.DateTimeField(null=True)
    asked_at: Any = models.DateTimeField(null=True)
    trouble: Any = models.CharField(max_length=200, default="")
    failures: Any = models.PositiveIntegerField(default=0)
