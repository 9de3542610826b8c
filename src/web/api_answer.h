/*
 * A command's answer on its way to who asked by HTTP: an outlet of
 * control/answer.h. What comes first decides: a line makes it 200 and a stream,
 * an error a problem of its own.
 *
 * What waits to be read is bounded; so is how long a command may be silent.
 */
#pragma once

#include "web/api_request.h"
#include "web/request.h"

#define API_QUEUE_MARK (64u << 10) /* bytes that wait; then nothing is made */
#define API_LINE_MAX (4u << 20)	   /* bytes of a line, or an item */
#define API_SILENCE_MS 20000	   /* without a line that could be sent */

#define API_MAX_UNDER_WAY 32 /* commands that have more to say */

/* How many there are now, of this server (request.c). */
unsigned *web_api_under_way(const struct web_request *request);
/* Copies what is asked for. */
void api_answer_begin(struct web_request *request,
    const struct api_request *asked, bool is_lines);
