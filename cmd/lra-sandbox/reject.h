/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The words of a refusal: "212:1,主体者DN,指定した…", one a line. */
#ifndef SB_REJECT_H
#define SB_REJECT_H

#include <stddef.h>

#include "base/buf.h"

/* Item name of what concerns the file as a whole: a choice. */
#define SB_ITEM_FILE "申請ファイル"

/*
 * Add the refusal of this key for a record's item. In its message the first
 * {} becomes the item, the second the number.
 */
void sb_reject(struct ra_buf *out, const char *key, size_t record,
    const char *item, size_t number);

#endif
