/* Clients that matter; see choice.h. */
#include "clients/choice.h"

#include <assert.h>
#include <string.h>

static const char *const groups[] = {"mainstream", "all", "none"};

#define GROUP_COUNT (sizeof groups / sizeof groups[0])

static uint64_t
bit_of(const struct client_profile *profile)
{
	size_t i = (size_t)(profile - client_profiles);

	assert(i < client_profile_count && i < CLIENT_CHOICE_MAX);
	return (uint64_t)1 << i;
}

static uint64_t
mainstream(void)
{
	uint64_t bits = 0;

	for (size_t i = 0; i < client_profile_count; i++) {
		if (client_profiles[i].is_mainstream)
			bits |= bit_of(&client_profiles[i]);
	}
	return bits;
}

bool
client_choice_parse(const char *word, uint64_t *ret_bits)
{
	const struct client_profile *profile = client_profile_find(word);

	if (profile != NULL)
		*ret_bits = bit_of(profile);
	else if (strcmp(word, "mainstream") == 0)
		*ret_bits = mainstream();
	else if (strcmp(word, "all") == 0)
		*ret_bits = UINT64_MAX;
	else if (strcmp(word, "none") == 0)
		*ret_bits = 0;
	else
		return false;
	return true;
}

const char *
client_choice_word(size_t i)
{
	if (i < GROUP_COUNT)
		return groups[i];
	i -= GROUP_COUNT;
	return i < client_profile_count ? client_profiles[i].name : NULL;
}

enum report_client_weight
client_choice_weight(
    const struct client_choice *choice, const struct client_profile *profile)
{
	if (!choice->is_given)
		return profile->is_mainstream ? REPORT_CLIENT_WATCHED
					      : REPORT_CLIENT_IDLE;
	if ((choice->required & bit_of(profile)) != 0)
		return REPORT_CLIENT_REQUIRED;
	return (choice->watched & bit_of(profile)) != 0 ? REPORT_CLIENT_WATCHED
							: REPORT_CLIENT_IDLE;
}
