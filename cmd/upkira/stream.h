/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Standard output as a sink of bytes. */
#ifndef CMD_STREAM_H
#define CMD_STREAM_H

#include "lra/http.h"

/* A write that fails ends the transfer; a reader gone away does so silently. */
const struct ra_sink *stream_stdout(void);

#endif
