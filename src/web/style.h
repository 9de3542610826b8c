/* The style sheet of all pages: style.css, as embed.sh builds it in. */
#pragma once

extern const char web_style[];
