/* Who sits at the terminal, as far as the system tells. */
#pragma once

#define AUTHOR_MAX 100

/* SUDO_USER where root was asked for, else the user's name or number. */
const char *author_of_user(char text[AUTHOR_MAX]);
