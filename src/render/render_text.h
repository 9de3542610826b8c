/*
 * Reports and events as text for people. Decides nothing. Plain ASCII or with
 * box drawing and colour, as told; widths are columns. Lines to be pasted are
 * never wrapped.
 */
#pragma once

#include "base/strbuf.h"
#include "model/event.h"
#include "model/observation.h"
#include "model/report.h"
#include "model/target.h"
#include "render/render_about.h"

struct render_style {
	bool has_colour, has_boxes; /* UTF-8 box drawing */
	unsigned width;		    /* 0: do not wrap */
	bool has_remedies; /* what to paste where, after the findings */
	bool has_clients;  /* each client with its answer */
	bool is_verbose;   /* fingerprints and all paths */
};

/* "www.example.com:443 at 192.0.2.1:443   TLS 1.3, 23 ms": above a report. */
void render_text_heading(struct strbuf *buf, const struct target *target,
    const struct observation *observation, const struct render_style *style);
/* The same for what has no address: a file's name, an endpoint's. */
void render_text_title(
    struct strbuf *buf, const char *title, const struct render_style *style);
/* The whole report: verdict line, the chain as a tree with what is missing
 * shown where it is missing, findings, remedies. about may be NULL. */
void render_text_report(struct strbuf *buf, const struct report *report,
    const struct render_about *about, const struct render_style *style);
/* What stands in a report's place when no chain was seen. */
void render_text_failure(struct strbuf *buf, enum finding_code code,
    const char *detail, const struct render_about *about,
    const struct render_style *style);
/* One line: "critical  www.example.com:443 at 192.0.2.1:443  leaf-only, ...";
 * what is wider than the style's width goes on below. */
void render_text_look(struct strbuf *buf, const struct target *target,
    const struct observation *observation, const struct report *report,
    const struct render_style *style);
/* The same with another name in front: the address alone, in a list. */
void render_text_look_at(struct strbuf *buf, const char *name,
    const struct observation *observation, const struct report *report,
    const struct render_style *style);
/* An event as it reads on a terminal: a line, then the remedy indented. */
void render_text_event(struct strbuf *buf, const struct event *event,
    const struct render_style *style);
/* The event's sentence alone: a log's message. */
void render_text_message(struct strbuf *buf, const struct event *event);
/* All on one line, for logs that are read with grep: kind, sentence, cure,
 * [key=value ...]. No newline. */
void render_text_event_line(struct strbuf *buf, const struct event *event);
/* Cure, recipes and command, plain; nothing where there is no finding. */
void render_text_event_remedy(struct strbuf *buf, const struct event *event);
/* A line of the program's log as it stands among events on a terminal.
 * priority is syslog's. */
void render_text_log(struct strbuf *buf, int64_t time, int priority,
    const char *subject, const char *message, const struct render_style *style);
/* For terminals that are not UTF-8, where bytes above 0x7f may be controls:
 * every other character comes out as \u{NNNN}. */
void render_text_ascii(struct strbuf *buf, const char *text);
/* The remedy of one finding with all placeholders filled; report and about
 * may be NULL. */
void render_text_remedy(struct strbuf *buf, const struct finding *finding,
    const struct report *report, const struct render_about *about,
    const struct render_style *style);
/* `explain`: a catalogue entry; and the list of all, one line each. */
void render_text_explain(struct strbuf *buf, enum finding_code code,
    const struct render_style *style);
void render_text_catalogue(
    struct strbuf *buf, const struct render_style *style);
