/* The tables; see schema.h. */
#include "store/schema.h"

#include <stdio.h>

struct migration {
	int number;
	const char *sql;
};

/*
 * Times are seconds since 1970 unless their name ends in _ms. Names of
 * findings, kinds and severities are kept as text, so that the order of our
 * enums may change. An empty address stands for the endpoint as a whole.
 */
static const struct migration migrations[] = {
    {
	.number = 1,
	.sql =
	    "CREATE TABLE meta (\n"
	    "	name TEXT PRIMARY KEY, value) WITHOUT ROWID;\n"
	    "CREATE TABLE endpoint (\n"
	    "	id TEXT PRIMARY KEY,\n"
	    "	resolve_history INTEGER NOT NULL,\n"
	    "	resolve_count INTEGER NOT NULL,\n"
	    "	is_resolve_told INTEGER NOT NULL,\n"
	    "	announced INTEGER,\n"
	    "	rollout_since INTEGER NOT NULL,\n"
	    "	is_known INTEGER NOT NULL) WITHOUT ROWID;\n"
	    "CREATE TABLE target (\n"
	    "	endpoint TEXT NOT NULL, address BLOB NOT NULL,\n"
	    "	port INTEGER NOT NULL, front TEXT,\n"
	    "	look_count INTEGER NOT NULL,\n"
	    "	reach_history INTEGER NOT NULL,\n"
	    "	last_failure TEXT, last_look_at INTEGER NOT NULL,\n"
	    "	flags INTEGER NOT NULL,\n"
	    "	alternations INTEGER NOT NULL,\n"
	    "	steady_looks INTEGER NOT NULL,\n"
	    "	recent BLOB NOT NULL,\n"
	    "	chain_since INTEGER NOT NULL,\n"
	    "	due_at_ms INTEGER NOT NULL,\n"
	    "	PRIMARY KEY (endpoint, address, port)) WITHOUT ROWID;\n"
	    "CREATE TABLE verdict (\n"
	    "	endpoint TEXT NOT NULL, address BLOB NOT NULL,\n"
	    "	port INTEGER NOT NULL, role TEXT NOT NULL,\n"
	    "	chain BLOB NOT NULL, is_valid INTEGER NOT NULL,\n"
	    "	severity TEXT NOT NULL, findings TEXT NOT NULL,\n"
	    "	breaks_at INTEGER NOT NULL, holds_until INTEGER NOT NULL,\n"
	    "	PRIMARY KEY (endpoint, address, port, role)) WITHOUT ROWID;\n"
	    "CREATE INDEX verdict_chain ON verdict (chain);\n"
	    "CREATE TABLE certificate (\n"
	    "	sha256 BLOB PRIMARY KEY, key_sha256 BLOB NOT NULL,\n"
	    "	not_before INTEGER NOT NULL, not_after INTEGER NOT NULL,\n"
	    "	label TEXT NOT NULL, issuer_label TEXT NOT NULL,\n"
	    "	der BLOB, first_seen INTEGER NOT NULL);\n"
	    "CREATE TABLE chain (\n"
	    "	id BLOB PRIMARY KEY, certificates BLOB NOT NULL,\n"
	    "	first_seen INTEGER NOT NULL);\n"
	    "CREATE TABLE chain_seen (\n"
	    "	number INTEGER PRIMARY KEY,\n"
	    "	endpoint TEXT NOT NULL, address BLOB NOT NULL,\n"
	    "	port INTEGER NOT NULL, chain BLOB NOT NULL,\n"
	    "	seen_from INTEGER NOT NULL, seen_to INTEGER);\n"
	    "CREATE UNIQUE INDEX chain_seen_now ON chain_seen\n"
	    "	(endpoint, address, port) WHERE seen_to IS NULL;\n"
	    "CREATE INDEX chain_seen_target ON chain_seen\n"
	    "	(endpoint, address, port, seen_from);\n"
	    "CREATE INDEX chain_seen_chain ON chain_seen (chain);\n"
	    "CREATE INDEX chain_seen_ended ON chain_seen (seen_to)\n"
	    "	WHERE seen_to IS NOT NULL;\n"
	    "CREATE TABLE incident (\n"
	    "	id TEXT PRIMARY KEY, finding TEXT NOT NULL,\n"
	    "	severity TEXT NOT NULL, sha256 BLOB, endpoint TEXT,\n"
	    "	opened_at INTEGER NOT NULL, changed_at INTEGER NOT NULL,\n"
	    "	resolved_at INTEGER, detail TEXT,\n"
	    "	endpoint_count INTEGER NOT NULL,\n"
	    "	told TEXT NOT NULL, told_at INTEGER NOT NULL,\n"
	    "	told_count INTEGER NOT NULL) WITHOUT ROWID;\n"
	    "CREATE INDEX incident_open ON incident (opened_at)\n"
	    "	WHERE resolved_at IS NULL;\n"
	    "CREATE INDEX incident_resolved ON incident (resolved_at)\n"
	    "	WHERE resolved_at IS NOT NULL;\n"
	    "CREATE TABLE incident_member (\n"
	    "	endpoint TEXT NOT NULL, incident TEXT NOT NULL,\n"
	    "	address BLOB NOT NULL, port INTEGER NOT NULL,\n"
	    "	since INTEGER NOT NULL, severity TEXT NOT NULL,\n"
	    "	clean_count INTEGER NOT NULL,\n"
	    "	PRIMARY KEY (endpoint, incident, address, port))\n"
	    "	WITHOUT ROWID;\n"
	    "CREATE TABLE event (\n"
	    "	sequence INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,\n"
	    "	time INTEGER NOT NULL, kind TEXT NOT NULL,\n"
	    "	severity TEXT NOT NULL, finding TEXT, endpoint TEXT,\n"
	    "	incident TEXT, payload TEXT NOT NULL);\n"
	    "CREATE INDEX event_time ON event (time);\n"
	    "CREATE INDEX event_incident ON event (incident)\n"
	    "	WHERE incident IS NOT NULL;\n"
	    "CREATE TABLE sink (\n"
	    "	name TEXT PRIMARY KEY, cursor INTEGER NOT NULL)\n"
	    "	WITHOUT ROWID;\n"
	    "CREATE TABLE delivery (\n"
	    "	sink TEXT NOT NULL, sequence INTEGER NOT NULL,\n"
	    "	incident TEXT, attempts INTEGER NOT NULL DEFAULT 0,\n"
	    "	next_at INTEGER NOT NULL DEFAULT 0,\n"
	    "	state TEXT NOT NULL DEFAULT 'pending'\n"
	    "		CHECK (state IN ('pending', 'dead')),\n"
	    "	error TEXT,\n"
	    "	PRIMARY KEY (sink, sequence)) WITHOUT ROWID;\n"
	    "CREATE INDEX delivery_due ON delivery\n"
	    "	(sink, state, next_at);\n"
	    "CREATE INDEX delivery_incident ON delivery\n"
	    "	(sink, incident, sequence);\n",
    },
    {
	/* Outages do not count towards what makes a dead letter. */
	.number = 2,
	.sql = "ALTER TABLE delivery ADD COLUMN\n"
	       "	refusals INTEGER NOT NULL DEFAULT 0;\n",
    },
    {
	/* What the journal and standard error are being told. */
	.number = 3,
	.sql = "CREATE TABLE told (\n"
	       "	sink TEXT PRIMARY KEY, sequence INTEGER NOT NULL)\n"
	       "	WITHOUT ROWID;\n"
	       "CREATE TABLE untold (\n"
	       "	sequence INTEGER PRIMARY KEY, fields BLOB NOT NULL,\n"
	       "	line TEXT NOT NULL);\n",
    },
    {
	/* Issuers of the fleet, and what caIssuers URLs came to. */
	.number = 4,
	.sql = "CREATE TABLE issuer (\n"
	       "	number INTEGER PRIMARY KEY,\n"
	       "	sha256 BLOB NOT NULL UNIQUE,\n"
	       "	not_after INTEGER NOT NULL,\n"
	       "	learnt_at INTEGER NOT NULL, der BLOB NOT NULL);\n"
	       "CREATE TABLE issuer_answer (\n"
	       "	url TEXT PRIMARY KEY, kind TEXT NOT NULL,\n"
	       "	detail TEXT, asked_at INTEGER NOT NULL,\n"
	       "	next_at INTEGER NOT NULL, failures INTEGER NOT NULL,\n"
	       "	der BLOB);\n"
	       "CREATE INDEX issuer_answer_asked ON issuer_answer\n"
	       "	(asked_at);\n",
    },
    {
	/*
	 * A target is (endpoint, address, port, variant), and has a path where
	 * it has no address: text in place of bytes. Keys are made anew, since
	 * none can be added to; columns by name, for the same reason.
	 */
	.number = 5,
	.sql =
	    "ALTER TABLE target RENAME TO target_4;\n"
	    "CREATE TABLE target (\n"
	    "	endpoint TEXT NOT NULL, address BLOB NOT NULL,\n"
	    "	port INTEGER NOT NULL, variant TEXT NOT NULL,\n"
	    "	front TEXT, look_count INTEGER NOT NULL,\n"
	    "	reach_history INTEGER NOT NULL,\n"
	    "	last_failure TEXT, last_look_at INTEGER NOT NULL,\n"
	    "	flags INTEGER NOT NULL,\n"
	    "	alternations INTEGER NOT NULL,\n"
	    "	steady_looks INTEGER NOT NULL,\n"
	    "	recent BLOB NOT NULL,\n"
	    "	chain_since INTEGER NOT NULL,\n"
	    "	due_at_ms INTEGER NOT NULL,\n"
	    "	PRIMARY KEY (endpoint, address, port, variant))\n"
	    "	WITHOUT ROWID;\n"
	    "INSERT INTO target SELECT endpoint, address, port, 'usual',\n"
	    "	front, look_count, reach_history, last_failure,\n"
	    "	last_look_at, flags, alternations, steady_looks, recent,\n"
	    "	chain_since, due_at_ms FROM target_4;\n"
	    "DROP TABLE target_4;\n"
	    "ALTER TABLE verdict RENAME TO verdict_4;\n"
	    "DROP INDEX verdict_chain;\n"
	    "CREATE TABLE verdict (\n"
	    "	endpoint TEXT NOT NULL, address BLOB NOT NULL,\n"
	    "	port INTEGER NOT NULL, variant TEXT NOT NULL,\n"
	    "	role TEXT NOT NULL,\n"
	    "	chain BLOB NOT NULL, is_valid INTEGER NOT NULL,\n"
	    "	severity TEXT NOT NULL, findings TEXT NOT NULL,\n"
	    "	breaks_at INTEGER NOT NULL, holds_until INTEGER NOT NULL,\n"
	    "	PRIMARY KEY (endpoint, address, port, variant, role))\n"
	    "	WITHOUT ROWID;\n"
	    "INSERT INTO verdict SELECT endpoint, address, port, 'usual',\n"
	    "	role, chain, is_valid, severity, findings, breaks_at,\n"
	    "	holds_until FROM verdict_4;\n"
	    "DROP TABLE verdict_4;\n"
	    "CREATE INDEX verdict_chain ON verdict (chain);\n"
	    "ALTER TABLE incident_member RENAME TO incident_member_4;\n"
	    "CREATE TABLE incident_member (\n"
	    "	endpoint TEXT NOT NULL, incident TEXT NOT NULL,\n"
	    "	address BLOB NOT NULL, port INTEGER NOT NULL,\n"
	    "	variant TEXT NOT NULL,\n"
	    "	since INTEGER NOT NULL, severity TEXT NOT NULL,\n"
	    "	clean_count INTEGER NOT NULL,\n"
	    "	PRIMARY KEY (endpoint, incident, address, port, variant))\n"
	    "	WITHOUT ROWID;\n"
	    "INSERT INTO incident_member SELECT endpoint, incident,\n"
	    "	address, port, 'usual', since, severity, clean_count\n"
	    "	FROM incident_member_4;\n"
	    "DROP TABLE incident_member_4;\n"
	    "ALTER TABLE chain_seen ADD COLUMN\n"
	    "	variant TEXT NOT NULL DEFAULT 'usual';\n"
	    "DROP INDEX chain_seen_now;\n"
	    "CREATE UNIQUE INDEX chain_seen_now ON chain_seen\n"
	    "	(endpoint, address, port, variant) WHERE seen_to IS NULL;\n"
	    "DROP INDEX chain_seen_target;\n"
	    "CREATE INDEX chain_seen_target ON chain_seen\n"
	    "	(endpoint, address, port, variant, seen_from);\n",
    },
    {
	/* What a server's own certificate has that the next one may lack, and
	 * which clients accepted a chain; NULL: not known. Names stand each on
	 * a line of their own. */
	.number = 6,
	.sql = "ALTER TABLE certificate ADD COLUMN key_kind TEXT;\n"
	       "ALTER TABLE certificate ADD COLUMN key_bits INTEGER;\n"
	       "ALTER TABLE certificate ADD COLUMN usages TEXT;\n"
	       "ALTER TABLE certificate ADD COLUMN has_pointer INTEGER;\n"
	       "ALTER TABLE certificate ADD COLUMN names TEXT;\n"
	       "ALTER TABLE certificate ADD COLUMN more_names INTEGER;\n"
	       "ALTER TABLE verdict ADD COLUMN accepting TEXT;\n"
	       "ALTER TABLE endpoint ADD COLUMN rollout_to INTEGER;\n",
    },
    {
	/* Who refuses a valid chain, in words. */
	.number = 9,
	.sql = "ALTER TABLE verdict ADD COLUMN refused_by TEXT;\n",
    },
    {
	/* Addresses that DNS names no more are remembered for a while. */
	.number = 10,
	.sql = "ALTER TABLE target ADD COLUMN\n"
	       "	gone_at INTEGER NOT NULL DEFAULT 0;\n",
    },
    {
	/*
	 * What was kept and not told, and why; NULL: it was. Who has
	 * acknowledged an incident; acked_at NULL: nobody. Silences; labels
	 * stand each on a line of their own, "key=value". What comes and goes:
	 * the subject is a certificate's digest or, as text, an endpoint; the
	 * incident one that flaps and has ended for the moment.
	 */
	.number = 11,
	.sql = "ALTER TABLE event ADD COLUMN hushed TEXT;\n"
	       "ALTER TABLE incident ADD COLUMN hush TEXT;\n"
	       "ALTER TABLE incident ADD COLUMN hush_words TEXT;\n"
	       "ALTER TABLE incident ADD COLUMN acked_at INTEGER;\n"
	       "ALTER TABLE incident ADD COLUMN ack_author TEXT;\n"
	       "ALTER TABLE incident ADD COLUMN ack_reason TEXT;\n"
	       "ALTER TABLE incident ADD COLUMN ack_until INTEGER;\n"
	       "ALTER TABLE incident ADD COLUMN ack_severity TEXT;\n"
	       "ALTER TABLE incident ADD COLUMN ack_sha256 BLOB;\n"
	       "ALTER TABLE incident ADD COLUMN reminders\n"
	       "	INTEGER NOT NULL DEFAULT 0;\n"
	       "ALTER TABLE incident ADD COLUMN openings\n"
	       "	INTEGER NOT NULL DEFAULT 0;\n"
	       "CREATE TABLE flap (\n"
	       "	finding TEXT NOT NULL, subject BLOB NOT NULL,\n"
	       "	times BLOB NOT NULL, openings INTEGER NOT NULL,\n"
	       "	first_at INTEGER NOT NULL,\n"
	       "	changed_at INTEGER NOT NULL,\n"
	       "	is_told INTEGER NOT NULL, incident TEXT,\n"
	       "	endpoint TEXT NOT NULL,\n"
	       "	PRIMARY KEY (finding, subject)) WITHOUT ROWID;\n"
	       "CREATE TABLE silence (\n"
	       "	number INTEGER PRIMARY KEY, pattern TEXT,\n"
	       "	labels TEXT NOT NULL, finding TEXT,\n"
	       "	certificate TEXT NOT NULL,\n"
	       "	is_tied INTEGER NOT NULL,\n"
	       "	reason TEXT NOT NULL, author TEXT NOT NULL,\n"
	       "	set_at INTEGER NOT NULL, ends_at INTEGER NOT NULL,\n"
	       "	ended_at INTEGER, end TEXT);\n"
	       "CREATE INDEX silence_lasting ON silence (number)\n"
	       "	WHERE ended_at IS NULL;\n",
    },
    {
	/* For who looks back: which endpoints an incident met and from when
	 * to when, which chains a certificate stands in, and the order of
	 * time. Both follow what they belong to. */
	.number = 12,
	.sql =
	    "CREATE TABLE incident_endpoint (\n"
	    "	endpoint TEXT NOT NULL, incident TEXT NOT NULL,\n"
	    "	since INTEGER NOT NULL, until INTEGER,\n"
	    "	PRIMARY KEY (endpoint, incident)) WITHOUT ROWID;\n"
	    "CREATE INDEX incident_endpoint_incident ON incident_endpoint\n"
	    "	(incident);\n"
	    "INSERT INTO incident_endpoint SELECT endpoint, incident,\n"
	    "	min(since), NULL FROM incident_member\n"
	    "	GROUP BY endpoint, incident;\n"
	    "INSERT OR IGNORE INTO incident_endpoint SELECT event.endpoint,\n"
	    "	incident.id, incident.opened_at, incident.resolved_at\n"
	    "	FROM incident JOIN event ON event.incident = incident.id\n"
	    "	WHERE event.endpoint IS NOT NULL\n"
	    "	AND incident.resolved_at IS NOT NULL;\n"
	    "CREATE TRIGGER incident_gone AFTER DELETE ON incident BEGIN\n"
	    "	DELETE FROM incident_endpoint WHERE incident = old.id;\n"
	    "END;\n"
	    "CREATE TABLE chain_certificate (\n"
	    "	certificate BLOB NOT NULL, chain BLOB NOT NULL,\n"
	    "	PRIMARY KEY (certificate, chain)) WITHOUT ROWID;\n"
	    "CREATE INDEX chain_certificate_chain ON chain_certificate\n"
	    "	(chain);\n"
	    "INSERT OR IGNORE INTO chain_certificate\n"
	    "	WITH RECURSIVE piece (chain, rest) AS (\n"
	    "		SELECT id, certificates FROM chain\n"
	    "		WHERE length(certificates) >= 32\n"
	    "		UNION ALL SELECT chain, substr(rest, 33) FROM piece\n"
	    "		WHERE length(rest) >= 64)\n"
	    "	SELECT substr(rest, 1, 32), chain FROM piece;\n"
	    "CREATE TRIGGER chain_gone AFTER DELETE ON chain BEGIN\n"
	    "	DELETE FROM chain_certificate WHERE chain = old.id;\n"
	    "END;\n"
	    "CREATE INDEX chain_seen_from ON chain_seen (seen_from);\n"
	    "CREATE INDEX incident_opened ON incident (opened_at);\n"
	    "CREATE INDEX certificate_end ON certificate\n"
	    "	(not_after, sha256);\n",
    },
    {
	/* Whom an event is for, and who was told of an incident: names with a
	 * space between, NULL for all. What is open was told to all there
	 * are. */
	.number = 13,
	.sql = "ALTER TABLE event ADD COLUMN sinks TEXT;\n"
	       "ALTER TABLE incident ADD COLUMN sinks TEXT;\n"
	       "UPDATE incident SET sinks = trim('journal ' || coalesce(\n"
	       "	(SELECT group_concat(replace(name, '@', ''), ' ')\n"
	       "	FROM sink), '')) WHERE resolved_at IS NULL;\n",
    },
    {
	/* Faults of the monitor's own that are there now. */
	.number = 14,
	.sql = "CREATE TABLE monitor_fault (\n"
	       "	finding TEXT NOT NULL, subject TEXT NOT NULL,\n"
	       "	severity TEXT NOT NULL, since INTEGER NOT NULL,\n"
	       "	text TEXT NOT NULL,\n"
	       "	PRIMARY KEY (finding, subject)) WITHOUT ROWID;\n",
    },
    {
	/* The last renewals, as incident/renewal.h writes them; NULL: none. */
	.number = 15,
	.sql = "ALTER TABLE endpoint ADD COLUMN renewals TEXT;\n",
    },
    {
	/* What asking about revocation came to: by URL, and the certificate
	 * that an OCSP responder was asked about; of a list the file that it
	 * lies in. */
	.number = 17,
	.sql = "CREATE TABLE revocation_answer (\n"
	       "	url TEXT NOT NULL, certificate BLOB NOT NULL,\n"
	       "	outcome TEXT NOT NULL, detail TEXT,\n"
	       "	asked_at INTEGER NOT NULL, next_at INTEGER NOT NULL,\n"
	       "	failures INTEGER NOT NULL,\n"
	       "	this_update INTEGER NOT NULL,\n"
	       "	next_update INTEGER NOT NULL,\n"
	       "	file TEXT, file_len INTEGER NOT NULL,\n"
	       "	etag TEXT, last_modified TEXT, response BLOB,\n"
	       "	PRIMARY KEY (url, certificate)) WITHOUT ROWID;\n"
	       "CREATE INDEX revocation_answer_asked ON\n"
	       "	revocation_answer (asked_at);\n",
    },
    {
	/* Which recipients of a mail do not have it yet, a blank between;
	 * NULL: none has. */
	.number = 20,
	.sql = "ALTER TABLE delivery ADD COLUMN lacking TEXT;\n",
    },
    {
	/* Of the monitor's network and DNS, as model/outage.h says; 0: not. */
	.number = 21,
	.sql = "CREATE TABLE outage (\n"
	       "	name TEXT PRIMARY KEY, since INTEGER NOT NULL,\n"
	       "	back_since INTEGER NOT NULL,\n"
	       "	looks INTEGER NOT NULL, bad INTEGER NOT NULL,\n"
	       "	ended_at INTEGER NOT NULL,\n"
	       "	was_back_at INTEGER NOT NULL,\n"
	       "	returns INTEGER NOT NULL) WITHOUT ROWID;\n",
    },
};

#define MIGRATION_COUNT (sizeof migrations / sizeof migrations[0])

int
schema_version(void)
{
	return migrations[MIGRATION_COUNT - 1].number;
}

static bool
migrate_by(struct db *db, const struct migration *migration, struct error *err)
{
	char mark[64];

	snprintf(
	    mark, sizeof mark, "PRAGMA user_version = %d", migration->number);
	if (db_begin(db, err) && db_exec(db, migration->sql, err) &&
	    db_exec(db, mark, err) && db_commit(db, err))
		return true;
	db_rollback(db);
	return error_prefix(err, "migration %d", migration->number);
}

bool
schema_migrate(struct db *db, struct error *err)
{
	return schema_migrate_to(db, schema_version(), err);
}

bool
schema_migrate_to(struct db *db, int number, struct error *err)
{
	int64_t version;

	if (!db_ask_int(db, "PRAGMA user_version", 0, &version, err))
		return false;
	if (version > schema_version())
		return error_set(err, ERROR_INVALID,
		    "%s was written by a newer chainwatchd: it has version "
		    "%lld, this one knows up to %d; install the newer one "
		    "again, or move the file away to start anew",
		    db_path(db), (long long)version, schema_version());
	for (size_t i = 0; i < MIGRATION_COUNT; i++) {
		if (migrations[i].number > version &&
		    migrations[i].number <= number &&
		    !migrate_by(db, &migrations[i], err))
			return false;
	}
	return true;
}
