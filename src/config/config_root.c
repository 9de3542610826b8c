/* The keys at the top; see config_root.h. */
#include "config/config_root.h"

#include "config/config_aia.h"
#include "config/config_control.h"
#include "config/config_defaults.h"
#include "config/config_dns.h"
#include "config/config_endpoints.h"
#include "config/config_files.h"
#include "config/config_from.h"
#include "config/config_include.h"
#include "config/config_quiet.h"
#include "config/config_retention.h"
#include "config/config_revocation.h"
#include "config/config_syslog.h"
#include "config/config_transparency.h"
#include "config/config_trust.h"
#include "config/config_mail.h"
#include "config/config_routes.h"
#include "config/config_web.h"
#include "config/config_webhooks.h"
#include "config/loader.h"

static const struct field notify_rows[] = {
    {
	.key = "journal",
	.type = &field_boolean,
	.offset = offsetof(struct config, journal),
	.fallback = "true",
	.sentence = "Write events to the systemd journal, with their fields; "
		    "to stderr where there is no journal.",
    },
    {
	.key = "stderr",
	.type = &field_boolean,
	.offset = offsetof(struct config, stderr_lines),
	.fallback = "false",
	.sentence = "Write events to stderr, as lines.",
    },
    {
	.key = "syslog",
	.type = &config_syslog,
	.inner = &config_syslog_table,
	.offset = offsetof(struct config, syslog),
	.sentence = "Send events to a syslog receiver as well.",
    },
    {
	.key = "webhooks",
	.type = &field_list,
	.item = &config_webhook_item,
	.inner = &config_webhook_table,
	.offset = offsetof(struct config, webhooks),
	.most = CONFIG_MAX_WEBHOOKS,
	.sentence = "Receivers of events over HTTP. What they do not take is "
		    "kept and sent again.",
    },
    {
	.key = "mail",
	.type = &field_list,
	.item = &config_mail_item,
	.inner = &config_mail_table,
	.offset = offsetof(struct config, mails),
	.most = CONFIG_MAX_MAILS,
	.sentence = "Receivers of events by e-mail. What their server does "
		    "not take is kept and sent again.",
    },
    {
	.key = "routes",
	.type = &field_list,
	.item = &config_route_item,
	.inner = &config_route_table,
	.offset = offsetof(struct config, routes),
	.most = CONFIG_MAX_ROUTES,
	.sentence = "Which sinks hear of what: those of the first route that "
		    "fits. Who hears an incident begin hears how it goes on "
		    "and ends. The journal hears of all while nobody routes "
		    "to it, and of the monitor's own events always.",
    },
    {
	.key = "default",
	.type = &config_default_sinks,
	.item = &config_routed_sink,
	.offset = offsetof(struct config, routes),
	.least = 1,
	.most = CONFIG_MAX_ROUTED,
	.inherits = "all",
	.sentence = "The sinks that hear of what no route takes.",
    },
    {
	.key = "heartbeat",
	.type = &field_duration,
	.offset = offsetof(struct config, heartbeat_s),
	.least = 10,
	.most = 86400,
	.inherits = "none",
	.sentence = "How often webhooks get a 'heartbeat' event, so that "
		    "somebody notices when this monitor is gone. With format "
		    "slack only if 'events' names it.",
    },
};

static const struct field_table notify_table =
    FIELD_TABLE("'notify'", notify_rows);

static const struct field rows[] = {
    {
	.key = "state_directory",
	.type = &field_path,
	.offset = offsetof(struct config, state_directory),
	.fallback = CONFIG_STATE_DIRECTORY,
	.flags = FIELD_MAIN_ONLY | FIELD_RESTART,
	.sentence = "Where the daemon keeps what it knows.",
    },
    {
	.key = "retention",
	.type = &field_section,
	.inner = &config_retention_table,
	.offset = offsetof(struct config, retention),
	.flags = FIELD_MAIN_ONLY,
	.sentence = "How much of the past it keeps there.",
    },
    {
	.key = "defaults",
	.type = &config_defaults_type,
	.inner = &config_defaults_table,
	.offset = offsetof(struct config, defaults),
	.flags = FIELD_MAIN_ONLY,
	.sentence = "What every endpoint has unless it says otherwise.",
    },
    {
	.key = "trust_stores",
	.type = &config_trust_stores,
	.offset = offsetof(struct config, trust_stores),
	.inner = &config_trust_store_table,
	.sentence = "Further trust stores by name; 'system' is always there.",
    },
    {
	.key = "transparency",
	.type = &field_section,
	.inner = &config_transparency_table,
	.flags = FIELD_MAIN_ONLY,
	.sentence = "Timestamps of transparency logs that come with "
		    "certificates.",
    },
    {
	.key = "policy",
	.type = &field_path,
	.offset = offsetof(struct config, policy),
	.inherits = "the rules that are built in",
	.flags = FIELD_MAIN_ONLY,
	.sentence =
	    "File of dated rules: how long certificates may live, which "
	    "CAs are refused from when on. It takes the place of those "
	    "that are built in, or adds to them.",
    },
    {
	.key = "issuers",
	.type = &field_list,
	.item = &field_path_item,
	.offset = offsetof(struct config, issuers),
	.least = 1,
	.most = 100,
	.flags = FIELD_MAIN_ONLY,
	.sentence = "Files or folders of CA certificates with which missing "
		    "intermediates are named. Nobody comes to trust them.",
    },
    {
	.key = "fast_keys",
	.type = &field_boolean,
	.offset = offsetof(struct config, has_fast_keys),
	.fallback = "true",
	.flags = FIELD_MAIN_ONLY | FIELD_RESTART,
	.sentence = "Read public keys in handshakes by decoders of our own, "
		    "and keep up to 512 certificates as they were parsed "
		    "(4 MB); false: all anew, by libcrypto's, which cost four "
		    "times as much.",
    },
    {
	.key = "fast_memory",
	.type = &field_boolean,
	.offset = offsetof(struct config, has_fast_memory),
	.fallback = "true",
	.flags = FIELD_MAIN_ONLY | FIELD_RESTART,
	.sentence = "Keep up to 16 MB of small blocks for handshakes; false: "
		    "they come from the common heap, at up to a fifth of what "
		    "a probe costs.",
    },
    {
	.key = "aia",
	.type = &field_section,
	.inner = &config_aia_table,
	.offset = offsetof(struct config, aia),
	.flags = FIELD_MAIN_ONLY,
	.sentence = "How missing intermediates are fetched.",
    },
    {
	.key = "revocation",
	.type = &field_section,
	.inner = &config_revocation_table,
	.offset = offsetof(struct config, revocation),
	.flags = FIELD_MAIN_ONLY,
	.sentence = "How it is asked whether certificates were revoked.",
    },
    {
	.key = "control",
	.type = &field_section,
	.inner = &config_control_table,
	.offset = offsetof(struct config, control),
	.flags = FIELD_MAIN_ONLY,
	.sentence = "Where `chainwatch` asks the daemon that runs.",
    },
    {
	.key = "web",
	.type = &field_section,
	.inner = &config_web_table,
	.offset = offsetof(struct config, web),
	.flags = FIELD_MAIN_ONLY,
	.sentence = "The page, the API and the metrics, for who only looks.",
    },
    {
	.key = "dns",
	.type = &field_section,
	.inner = &config_dns_table,
	.offset = offsetof(struct config, dns),
	.flags = FIELD_MAIN_ONLY,
	.sentence = "Who is asked for names, and what proves the answers.",
    },
    {
	.key = "reminders",
	.type = &field_section,
	.inner = &config_reminders_table,
	.offset = offsetof(struct config, fleet),
	.flags = FIELD_MAIN_ONLY,
	.sentence = "How often it is told again what is still open.",
    },
    {
	.key = "flapping",
	.type = &field_section,
	.inner = &config_flapping_table,
	.offset = offsetof(struct config, fleet),
	.flags = FIELD_MAIN_ONLY,
	.sentence = "What opens and ends again and again: told once, counted, "
		    "and quiet until it is stable.",
    },
    {
	.key = "maintenance",
	.type = &field_list,
	.item = &config_maintenance_item,
	.inner = &config_maintenance_table,
	.offset = offsetof(struct config, windows),
	.most = WINDOW_MAX,
	.sentence = "When work is done, once or again and again: what happens "
		    "then is kept and not told, and told afterwards if it "
		    "has not ended.",
    },
    {
	.key = "silences",
	.type = &field_list,
	.item = &config_silence_item,
	.inner = &config_silence_table,
	.offset = offsetof(struct config, silences),
	.most = SILENCE_MAX,
	.sentence = "What need not be told until then; beside those that "
		    "`chainwatch silence` sets.",
    },
    {
	.key = "endpoints",
	.type = &config_endpoints,
	.inner = &config_endpoint_table,
	.sentence = "What is watched: www.example.com, "
		    "www.example.com:8443, or a map of the keys below.",
    },
    {
	.key = "endpoints_from",
	.type = &config_from,
	.inner = &config_from_table,
	.sentence = "Files of others that list endpoints. They are read again "
		    "when they change.",
    },
    {
	.key = "files",
	.type = &config_files,
	.inner = &config_file_table,
	.sentence = "Certificate files on this machine, watched and judged as "
		    "servers would load them: paths, or maps of these keys "
		    "and of an endpoint's interval, timeout, trust, "
		    "compare_stores, clients, expect and labels.",
    },
    {
	.key = "notify",
	.type = &field_section,
	.inner = &notify_table,
	.flags = FIELD_MAIN_ONLY,
	.sentence = "Whom to tell.",
    },
    {
	.key = "include",
	.type = &config_include,
	.sentence = "Further files, with every key that is not for the main "
		    "file only; relative to the folder of this one. A "
		    "pattern may match none.",
    },
};

const struct field_table config_root_table =
    FIELD_TABLE("the configuration", rows);

void
config_root_decode(struct field_reader *reader, const struct yaml_node *root)
{
	struct config *config = loader_of(reader)->config;

	if (root->kind == YAML_KIND_MAP)
		field_decode_map(reader, &config_root_table, root, config);
	else if (!yaml_node_is_null(root))
		field_fault(reader, root,
		    "a configuration must be a map of keys; write "
		    "'endpoints:' and below it '- www.example.com'");
	if (config->defaults.trust.len == 0)
		texts_add(&config->defaults.trust, "system");
}
