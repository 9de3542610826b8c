/*
 * An answer by HTTP; see api_answer.h.
 *
 *	waiting for the first line -> streaming -> over
 *		|-> a problem is answered -> over
 *
 * Who asked may go at any time. It is freed on a turn of its own where an
 * outlet's function ends it, since the answer is in the middle of a call then.
 */
#include "web/api_answer.h"

#include <string.h>

#include "base/mem.h"
#include "web/api_document.h"
#include "web/problem.h"
#include "web/slicer.h"

struct api_answer {
	struct loop *loop;
	struct web_request *request; /* NULL: answered */
	struct http_stream *stream;  /* NULL: not begun, or over */
	struct answer *answer;
	struct slicer *slicer; /* of the server */
	bool is_queued;	       /* there */
	struct loop_timer *silence;
	struct api_document document;
	struct strbuf out;
	size_t taken; /* of out */
	bool is_ended, is_broken;
	unsigned *under_way; /* of the server; NULL: it is counted no more */
};

/* Nobody works for it any more. */
static void
retire(struct api_answer *self)
{
	if (self->slicer != NULL)
		slicer_drop(self->slicer, self);
	self->slicer = NULL;
	if (self->under_way != NULL)
		--*self->under_way;
	self->under_way = NULL;
}

static void
api_answer_free(void *arg)
{
	struct api_answer *self = arg;

	answer_free(self->answer);
	loop_timer_free(self->silence);
	strbuf_clear(&self->out);
	free(self);
}

static size_t
waiting(const struct api_answer *self)
{
	return self->out.len - self->taken;
}

static bool
has_room(const void *arg)
{
	return waiting(arg) < API_QUEUE_MARK;
}

/* ---- the stream ---------------------------------------------------------- */

static void
take(struct api_answer *self, struct strbuf *piece)
{
	size_t len = waiting(self);

	if (len > HTTP_SERVER_MAX_PIECE / 4)
		len = HTTP_SERVER_MAX_PIECE / 4;
	if (len == 0)
		return;
	strbuf_add_bytes(piece, self->out.text + self->taken, len);
	self->taken += len;
	if (waiting(self) > 0)
		return;
	strbuf_clear(&self->out);
	self->taken = 0;
}

static enum http_more
more(void *arg, struct strbuf *ret_piece)
{
	struct api_answer *self = arg;

	if (self->is_broken || strbuf_is_truncated(&self->out))
		return HTTP_MORE_BROKEN;
	take(self, ret_piece);
	if (self->is_ended && waiting(self) == 0)
		return HTTP_MORE_END;
	if (answer_has_room(self->answer))
		answer_wake(self->answer);
	if (ret_piece->len > 0)
		return HTTP_MORE;
	loop_timer_set(self->silence, API_SILENCE_MS);
	return HTTP_MORE_LATER;
}

static void
on_stream_over(void *arg)
{
	struct api_answer *self = arg;

	self->stream = NULL;
	retire(self);
	loop_defer(self->loop, api_answer_free, self);
}

static void
begin_stream(struct api_answer *self)
{
	static const struct http_header vary = {"Vary", "Accept"};
	const struct http_reply reply = {
	    .status = 200,
	    .type = self->document.is_lines ? "application/x-ndjson"
					    : "application/json",
	    .headers = &vary,
	    .header_count = 1,
	};
	struct web_request *request = TAKE(self->request);

	self->stream = web_stream(request, &reply, more, on_stream_over, self);
}

static void
wake(struct api_answer *self)
{
	loop_timer_stop(self->silence);
	if (self->stream != NULL)
		http_stream_wake(self->stream);
}

/* ---- the outlet ---------------------------------------------------------- */

static void
on_line(void *arg, const json_t *line)
{
	struct api_answer *self = arg;

	api_document_line(&self->document, line, &self->out);
	if (self->request != NULL)
		begin_stream(self);
	wake(self);
}

static void
refuse(struct api_answer *self, const struct error *err)
{
	struct web_request *request = TAKE(self->request);

	loop_timer_stop(self->silence);
	problem_answer(request, problem_status(err), NULL, err->message);
	loop_defer(self->loop, api_answer_free, self);
}

static void
on_end(void *arg, const json_t *line, const struct error *err)
{
	struct api_answer *self = arg;

	self->is_ended = true;
	retire(self);
	if (err != NULL && self->request != NULL) {
		refuse(self, err);
		return;
	}
	/* Of lines the last says it; of a document it must not seem whole. */
	if (err != NULL && !self->document.is_lines)
		self->is_broken = true;
	else
		api_document_end(&self->document, line, &self->out);
	if (self->request != NULL)
		begin_stream(self);
	wake(self);
}

/* In turns with all that takes long here. */
static bool
slice(void *arg)
{
	struct api_answer *self = arg;

	self->is_queued = false;
	answer_turn(self->answer);
	return false;
}

static void
on_wake(void *arg)
{
	struct api_answer *self = arg;

	if (self->slicer == NULL || self->is_queued)
		return;
	self->is_queued = true;
	slicer_add(self->slicer, slice, self);
}

static const struct answer_outlet outlet = {
    .line = on_line,
    .end = on_end,
    .has_room = has_room,
    .wake = on_wake,
};

/* -------------------------------------------------------------------------- */

static void
on_silence(void *arg)
{
	struct api_answer *self = arg;
	struct error err = ERROR_INIT;

	error_set(&err, ERROR_LIMIT, "there was no answer in time; try again");
	answer_fail(self->answer, &err);
}

static void
on_gone(void *arg)
{
	struct api_answer *self = arg;

	self->request = NULL;
	retire(self);
	loop_timer_stop(self->silence);
	loop_defer(self->loop, api_answer_free, self);
}

void
api_answer_begin(
    struct web_request *request, const struct api_request *asked, bool is_lines)
{
	const struct control_parts *parts = web_control(request);
	struct api_answer *self;

	if (*web_api_under_way(request) >= API_MAX_UNDER_WAY) {
		problem_answer(request, 503, NULL,
		    "as much is asked for already as may be at a time; try "
		    "again");
		return;
	}
	self = MEM_NEW(struct api_answer);
	self->slicer = web_slicer(request);
	self->under_way = web_api_under_way(request);
	++*self->under_way;
	self->loop = parts->loop;
	self->request = request;
	self->document.route = asked->route;
	self->document.is_lines = is_lines;
	self->out = (struct strbuf)STRBUF_INIT(API_QUEUE_MARK + API_LINE_MAX);
	self->answer = answer_new(parts->loop, &outlet, self);
	self->silence = loop_timer_new(parts->loop, on_silence, self);
	loop_timer_set(self->silence, API_SILENCE_MS);
	web_wait(request, on_gone, self);
	if (!control_read(
		parts, self->answer, asked->route->command, asked->request)) {
		struct error err = ERROR_INIT;

		error_set(&err, ERROR_CRYPTO, "this cannot be asked for");
		answer_fail(self->answer, &err);
	}
}
