/* Event kinds, and events as shared values; see event.h. */
#include "model/event.h"

#include "base/mem.h"

/* journald MESSAGE_IDs: fixed for ever. */
static const char *const message_ids[EVENT_KIND_COUNT] = {
    [EVENT_INCIDENT_OPENED] = "6b81bab07d3049e0aa2bb7aa02d8f2b6",
    [EVENT_INCIDENT_CHANGED] = "5c44e894479543689a9722cf6eae8e04",
    [EVENT_INCIDENT_RESOLVED] = "f196b7256fe94143bd4450967280de9b",
    [EVENT_INCIDENT_REMINDER] = "1fe1b7bc6f7f43328df810f505fc4e4f",
    [EVENT_CHAIN_CHANGED] = "8c233daff53e4dc8ad516b2c76747e4e",
    [EVENT_CHAIN_REGRESSED] = "61edad5b1ac54d688a5c7653d5ec7ef3",
    [EVENT_ROLLOUT_STARTED] = "d7d9e63f20944af4bc67773697a44ed2",
    [EVENT_ROLLOUT_FINISHED] = "5279275684be4f748498a2e14d457613",
    [EVENT_ROLLOUT_STALLED] = "68203936433948c5a008fc796819e88d",
    [EVENT_TRUST_STORE_CHANGED] = "49a1bf715b1546f99b1a97b778ae3c05",
    [EVENT_CONFIG_RELOADED] = "2112de21dd9044f69459a16d49e4e23d",
    [EVENT_CONFIG_REJECTED] = "ab2130a786ab483b9f3aec8984665b67",
    [EVENT_MONITOR_STARTED] = "a1c6030937db4811bc3136f236e944fa",
    [EVENT_MONITOR_STOPPED] = "3488a45228554fd6b81df39f82f365f6",
    [EVENT_FIRST_PASS] = "7c6c518df9fc48f1a6906da78bd6453a",
    [EVENT_MONITOR_FAULT] = "190f3e779fb74793bce3176dd83ee2a0",
    [EVENT_SILENCE_SET] = "da8986e9df1549b89cf5f886eeb64131",
    [EVENT_SILENCE_ENDED] = "46595ca3ad79423eb5a067c8054e3182",
    [EVENT_ACK_SET] = "69502cbd1f3c4ac2ba426dd586cbfe6a",
    [EVENT_ACK_ENDED] = "420e8e73554d4d3a91ff483fd963a771",
    [EVENT_HEARTBEAT] = "3d63aabc120649d2a6170da91c0b5a00",
};

static const char *const kind_names[EVENT_KIND_COUNT] = {
    [EVENT_INCIDENT_OPENED] = "incident-opened",
    [EVENT_INCIDENT_CHANGED] = "incident-changed",
    [EVENT_INCIDENT_RESOLVED] = "incident-resolved",
    [EVENT_INCIDENT_REMINDER] = "incident-reminder",
    [EVENT_CHAIN_CHANGED] = "chain-changed",
    [EVENT_CHAIN_REGRESSED] = "chain-regressed",
    [EVENT_ROLLOUT_STARTED] = "rollout-started",
    [EVENT_ROLLOUT_FINISHED] = "rollout-finished",
    [EVENT_ROLLOUT_STALLED] = "rollout-stalled",
    [EVENT_TRUST_STORE_CHANGED] = "trust-store-changed",
    [EVENT_CONFIG_RELOADED] = "config-reloaded",
    [EVENT_CONFIG_REJECTED] = "config-rejected",
    [EVENT_MONITOR_STARTED] = "monitor-started",
    [EVENT_MONITOR_STOPPED] = "monitor-stopped",
    [EVENT_FIRST_PASS] = "first-pass",
    [EVENT_MONITOR_FAULT] = "monitor-fault",
    [EVENT_SILENCE_SET] = "silence-set",
    [EVENT_SILENCE_ENDED] = "silence-ended",
    [EVENT_ACK_SET] = "acknowledged",
    [EVENT_ACK_ENDED] = "acknowledgement-ended",
    [EVENT_HEARTBEAT] = "heartbeat",
};

static const char *const sentences[EVENT_KIND_COUNT] = {
    [EVENT_INCIDENT_OPENED] =
	"A fault has begun, at one endpoint or at all that show the "
	"certificate in which it lies.",
    [EVENT_INCIDENT_CHANGED] =
	"An incident got better or worse, or has reached further endpoints.",
    [EVENT_INCIDENT_RESOLVED] =
	"An incident is over, with the time that it lasted.",
    [EVENT_INCIDENT_REMINDER] = "An incident is still open.",
    [EVENT_CHAIN_CHANGED] =
	"An endpoint shows another chain, which is as good as the one before: "
	"a renewal, as a rule.",
    [EVENT_CHAIN_REGRESSED] =
	"An endpoint shows another chain, which is worse than the last good "
	"one, and what got worse. It stands in for chain-changed and for "
	"incident-opened.",
    [EVENT_ROLLOUT_STARTED] =
	"Some addresses of an endpoint show a new certificate, the others "
	"still the old one, for longer than the grace.",
    [EVENT_ROLLOUT_FINISHED] =
	"All addresses show the same again, or it was taken back.",
    [EVENT_ROLLOUT_STALLED] =
	"A rollout has not ended by its deadline; those that are late are "
	"named.",
    [EVENT_TRUST_STORE_CHANGED] =
	"The files of a trust store changed: which anchors came and went.",
    [EVENT_CONFIG_RELOADED] =
	"A changed configuration, or a list of endpoints, is in use.",
    [EVENT_CONFIG_REJECTED] =
	"A changed configuration, or a list of endpoints, is faulty; what was "
	"in use stays.",
    [EVENT_MONITOR_STARTED] = "The daemon runs.",
    [EVENT_MONITOR_STOPPED] = "The daemon ends; nobody watches.",
    [EVENT_FIRST_PASS] =
	"All has been looked at once: a summary of what was broken already.",
    [EVENT_MONITOR_FAULT] =
	"A fault of the monitor's own begins or ends; the finding says which.",
    [EVENT_SILENCE_SET] = "Somebody keeps quiet what is known.",
    [EVENT_SILENCE_ENDED] =
	"A silence is over; what it covered and is still open is told.",
    [EVENT_ACK_SET] = "Somebody sees to an incident.",
    [EVENT_ACK_ENDED] =
	"An acknowledgement counts no more: its time is over, or it got worse.",
    [EVENT_HEARTBEAT] =
	"The monitor is alive. To webhooks only, at the pace that the "
	"configuration sets.",
};

const struct names event_kind_names = NAMES_INIT(kind_names);

const char *
event_kind_text(enum event_kind kind)
{
	return names_text(&event_kind_names, (int)kind);
}

const char *
event_kind_sentence(enum event_kind kind)
{
	return sentences[kind];
}

const char *
event_kind_message_id(enum event_kind kind)
{
	return message_ids[kind];
}

struct event *
event_new(enum event_kind kind, int64_t time)
{
	struct event *event = MEM_NEW(struct event);

	event->kind = kind;
	event->time = time;
	event->finding = FINDING_COUNT;
	event->refs = 1;
	return event;
}

struct event *
event_ref(struct event *event)
{
	event->refs++;
	return event;
}

void
event_unref(struct event *event)
{
	if (event == NULL || --event->refs > 0)
		return;
	free(event->text);
	free(event->headline);
	ARRAY_EACH (row, &event->rows) {
		free(row->endpoint);
		free(row->address);
	}
	ARRAY_CLEAR(&event->rows);
	free(event->detail);
	free(event->subject);
	free(event->sink);
	free(event->hush_words);
	free(event->sinks);
	free(event->newly_told);
	endpoint_unref(event->endpoint);
	ARRAY_CLEAR(&event->places);
	ARRAY_CLEAR(&event->vias);
	ARRAY_EACH (id, &event->incident.endpoints)
		free(*id);
	ARRAY_CLEAR(&event->incident.endpoints);
	ack_free(event->incident.ack);
	verdict_unref(event->before);
	verdict_unref(event->after);
	chain_changes_clear(&event->changes);
	report_unref(event->report);
	free(event);
}

unsigned
event_variants(const struct event *event)
{
	unsigned variants = 0;

	ARRAY_EACH (place, &event->places) {
		if (place->variant != VARIANT_USUAL)
			variants |= VARIANT_BIT((unsigned)place->variant);
	}
	return variants;
}

bool
event_repeats_address(const struct event *event, size_t i)
{
	for (size_t k = 0; k < i; k++) {
		if (place_is_beside(
			&event->places.items[k], &event->places.items[i]))
			return true;
	}
	return false;
}
