/*
 * A chain as a picture: SVG, narrow enough to be read on a telephone without
 * being made smaller. Boxes stand below each other in the order sent, with the
 * server's own certificate on top; what is missing is dashed, what is not
 * needed pale, what is at fault is marked by a sign, its finding and its
 * colour. An arrow leads from who signed to what was signed.
 *
 * The looks are those of classes of the style sheet. What is drawn is told as
 * text beside it (list_chain.h), for who cannot see it.
 */
#pragma once

#include <stdint.h>

#include "web/html.h"
#include "web/sketch.h"

#define DRAW_CHAIN_WIDTH 340 /* units: pixels, where there is room */

/* now: seconds; of the report's judgement. */
void draw_chain(struct html *html, const struct sketch *sketch, int64_t now);
