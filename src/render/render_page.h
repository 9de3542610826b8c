/* Where people see an incident: a link to its page on the web server. */
#pragma once

/* base ends in '/'; the id is of hexadecimal digits. Free it. */
char *render_page(const char *base, const char *incident_id);
