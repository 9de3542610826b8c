/* "notify.syslog": a receiver of syslog messages. */
#include "config/config_syslog.h"

#include "base/mem.h"
#include "config/config.h"
#include "config/config_sinks.h"
#include "config/host_port.h"
#include "notify/syslog_options.h"

static const char *const facilities[] = {"kern", "user", "mail", "daemon",
    "auth", "syslog", "lpr", "news", "uucp", "cron", "authpriv", "ftp", "ntp",
    "audit", "alert", "clock", "local0", "local1", "local2", "local3", "local4",
    "local5", "local6", "local7", NULL};
static const char *const transports[] = {"local", "tcp", "tls", NULL};
static const char *const formats[] = {"auto", "rfc5424", "rfc3164", NULL};

static void
decode_host(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, void *slot)
{
	const char *text = field_text(reader, field, field->type, node);
	struct error err = ERROR_INIT;
	struct host_port both;

	if (text == NULL)
		return;
	if (!host_port_parse(text, &both, &err)) {
		field_fault(reader, node, "'%s' %s", fault_value(text).text,
		    err.message);
		return;
	}
	if (both.port != 0) {
		field_fault(reader, node,
		    "'%s' has a port in it; the port has a key of its own: "
		    "write '%s: %s' and 'port: %u'",
		    fault_value(text).text, field->key, both.host.text,
		    (unsigned)both.port);
		return;
	}
	free(*(char **)slot);
	*(char **)slot = mem_strdup(both.host.text);
}

static const struct field_type field_host = {
    .name = "host",
    .words = "a host name or an address",
    .decode = decode_host,
    .shapes = FIELD_AS_TEXT,
};

enum row {
	ROW_FACILITY,
	ROW_TRANSPORT,
	ROW_SOCKET,
	ROW_FORMAT,
	ROW_ADDRESS,
	ROW_PORT,
	ROW_CA_FILE,
	ROW_SERVER_NAME,
	ROW_CERT_FILE,
	ROW_KEY_FILE,
	ROW_ENTERPRISE,
};

static const struct field rows[] = {
    [ROW_FACILITY] =
	{
	    .key = "facility",
	    .type = &field_choice,
	    .choices = facilities,
	    .offset = offsetof(struct syslog_options, facility),
	    .fallback = "daemon",
	    .sentence = "Which facility messages are of.",
	},
    [ROW_TRANSPORT] =
	{
	    .key = "transport",
	    .type = &field_choice,
	    .choices = transports,
	    .offset = offsetof(struct syslog_options, transport),
	    .fallback = "local",
	    .sentence = "How they travel: the socket of this machine, TCP, or "
			"TLS.",
	},
    [ROW_SOCKET] =
	{
	    .key = "socket",
	    .type = &field_path,
	    .offset = offsetof(struct syslog_options, socket),
	    .inherits = "/dev/log",
	    .sentence = "The socket, for transport 'local'.",
	},
    [ROW_FORMAT] =
	{
	    .key = "format",
	    .type = &field_choice,
	    .choices = formats,
	    .offset = offsetof(struct syslog_options, format),
	    .fallback = "auto",
	    .sentence = "The form of messages. 'auto': RFC 5424, but RFC 3164 "
			"where journald reads the socket. rsyslog reads RFC "
			"5424 from a socket with UseSpecialParser=\"off\" "
			"only.",
	},
    [ROW_ADDRESS] =
	{
	    .key = "address",
	    .type = &field_host,
	    .offset = offsetof(struct syslog_options, host),
	    .sentence = "The receiver, for 'tcp' and 'tls'.",
	},
    [ROW_PORT] =
	{
	    .key = "port",
	    .type = &field_port,
	    .offset = offsetof(struct syslog_options, port),
	    .least = 1,
	    .most = 65535,
	    .inherits = "601 for 'tcp', 6514 for 'tls'",
	    .sentence = "Its port.",
	},
    [ROW_CA_FILE] =
	{
	    .key = "ca_file",
	    .type = &field_path,
	    .offset = offsetof(struct syslog_options, ca_file),
	    .inherits = "the system's trust store",
	    .sentence = "PEM file of the anchors of its certificate, for "
			"'tls'.",
	},
    [ROW_SERVER_NAME] =
	{
	    .key = "server_name",
	    .type = &field_host,
	    .offset = offsetof(struct syslog_options, server_name),
	    .inherits = "address",
	    .sentence = "The name its certificate must be for, for 'tls'.",
	},
    [ROW_CERT_FILE] =
	{
	    .key = "cert_file",
	    .type = &field_path,
	    .offset = offsetof(struct syslog_options, cert_file),
	    .sentence = "PEM file of the certificate to show to it, leaf "
			"first, for 'tls'.",
	},
    [ROW_KEY_FILE] =
	{
	    .key = "key_file",
	    .type = &field_path,
	    .offset = offsetof(struct syslog_options, key_file),
	    .sentence = "PEM file of its private key, without a passphrase.",
	},
    [ROW_ENTERPRISE] =
	{
	    .key = "enterprise_number",
	    .type = &field_count,
	    .offset = offsetof(struct syslog_options, enterprise),
	    .least = 1,
	    .most = 4294967295,
	    .fallback = "32473",
	    .sentence = "Structured data is named chainwatch@ and this private "
			"enterprise number. The default is IANA's for "
			"examples; put your organisation's own.",
	},
};

const struct field_table config_syslog_table = FIELD_TABLE("'syslog'", rows);

/* Which transports a key goes with; those that are not here go with all. */
static const struct {
	enum row row;
	bool goes_with[3]; /* by enum syslog_transport */
	const char *words;
} uses[] = {
    {ROW_SOCKET, {true, false, false}, "'transport: local'"},
    {ROW_ADDRESS, {false, true, true}, "'transport: tcp' or 'tls'"},
    {ROW_PORT, {false, true, true}, "'transport: tcp' or 'tls'"},
    {ROW_CA_FILE, {false, false, true}, "'transport: tls'"},
    {ROW_SERVER_NAME, {false, false, true}, "'transport: tls'"},
    {ROW_CERT_FILE, {false, false, true}, "'transport: tls'"},
    {ROW_KEY_FILE, {false, false, true}, "'transport: tls'"},
};

static void
check_uses(struct field_reader *reader, const struct yaml_node *node,
    const struct syslog_options *options, uint64_t present)
{
	for (size_t i = 0; i < sizeof uses / sizeof uses[0]; i++) {
		if ((present & UINT64_C(1) << uses[i].row) == 0 ||
		    uses[i].goes_with[options->transport])
			continue;
		field_fault(reader, node, "'%s' goes with %s; this one is '%s'",
		    rows[uses[i].row].key, uses[i].words,
		    transports[options->transport]);
	}
	if ((options->cert_file == NULL) != (options->key_file == NULL))
		field_fault(reader, node,
		    "'cert_file' and 'key_file' belong together; '%s' is "
		    "missing",
		    options->cert_file == NULL ? "cert_file" : "key_file");
	if (options->transport != SYSLOG_LOCAL &&
	    (present & UINT64_C(1) << ROW_ADDRESS) == 0)
		field_fault(reader, node,
		    "'transport: %s' needs 'address', the receiver",
		    transports[options->transport]);
}

static void
set_rest(struct syslog_options *options)
{
	if (options->transport == SYSLOG_LOCAL && options->socket == NULL)
		options->socket = mem_strdup("/dev/log");
	if (options->port == 0)
		options->port = options->transport == SYSLOG_TLS
		    ? SYSLOG_PORT_TLS
		    : SYSLOG_PORT_TCP;
}

static void
decode_syslog(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, void *slot)
{
	struct syslog_options **options = slot;
	size_t before = reader->faults->added;
	uint64_t present;

	if (!yaml_node_is_null(node) && node->kind != YAML_KIND_MAP) {
		field_wrong_type(reader, field, field->type, node);
		return;
	}
	if (*options == NULL)
		*options = MEM_NEW(struct syslog_options);
	field_set_defaults(&config_syslog_table, *options);
	present = yaml_node_is_null(node)
	    ? 0
	    : field_decode_map(reader, &config_syslog_table, node, *options);
	if (reader->faults->added == before)
		check_uses(reader, node, *options, present);
	set_rest(*options);
	config_sink_declare(reader, node, SINK_NAME_SYSLOG, SEVERITY_OK);
}

const struct field_type config_syslog = {
    .name = "section",
    .words = "a map of keys such as '{facility: daemon}'",
    .decode = decode_syslog,
    .shapes = FIELD_AS_MAP,
};
