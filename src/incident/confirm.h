/*
 * n of m: does a history of looks show that something cannot be reached. The
 * newest look stands in bit 0; 1: reached.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#define CONFIRM_MAX_LOOKS 64

void confirm_add(uint64_t *history, uint8_t *count, bool is_reached);
/* Failed ones of the last `window` that count. */
unsigned confirm_failed(uint64_t history, uint8_t count, unsigned window);
