/*
 * "dns": which servers are asked for names, and how what they say of
 * certificates (DANE) is proven.
 */
#pragma once

#include "config/config.h"
#include "config/field.h"

extern const struct field_table config_dns_table;
void config_dns_clear(struct config_dns *dns);

/* "dane" of endpoints and of the defaults: an int, enum dane_wish. */
extern const char *const config_dane_words[];

#define CONFIG_DANE_SENTENCE \
	"What TLSA records in DNS say of the certificate (DANE): 'verify' " \
	"holds the chain against those that DNSSEC proves, where there are " \
	"any; 'require' wants some; 'off' does not ask."
