/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Message translation: _() translates, N_() only marks for the catalogue. */
#ifndef RA_I18N_H
#define RA_I18N_H

#include <libintl.h>

#define _(s) gettext(s)
#define N_(s) s

#endif
