# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
VERSION = 0.1.0
B ?= build
PREFIX ?= /usr/local

CC ?= cc
PKGS = openssl libcurl yaml-0.1 libarchive libxml-2.0
SANDBOX_PKGS = libmicrohttpd gnutls sqlite3
WARN = -Wall -Wextra -Wshadow -Wconversion -Wcast-qual -Wmissing-prototypes \
    -Wstrict-prototypes -Wpointer-arith -Wwrite-strings -Wvla -Wundef \
    -Wformat=2 -Wimplicit-fallthrough -Wdouble-promotion
# Errors for us, not for users: a checkout has .git, a release has not.
WARN += $(if $(wildcard .git),-Werror)
HARDEN = -fstack-protector-strong -D_FORTIFY_SOURCE=2 -fPIE
CFLAGS ?= -O2 -g
CPPFLAGS += -D_POSIX_C_SOURCE=200809L -DRA_VERSION='"$(VERSION)"' \
    -DRA_PREFIX='"$(PREFIX)"' -Ilibra \
    $(shell pkg-config --cflags $(PKGS) $(SANDBOX_PKGS))
ALL_CFLAGS = -std=c11 $(CFLAGS) $(WARN) $(if $(SAN),$(SANFLAGS),$(HARDEN))
SANFLAGS = -fsanitize=address,undefined -fno-sanitize-recover=all \
    -fno-omit-frame-pointer
LINK = -pie -Wl,-z,relro,-z,now $(if $(SAN),$(SANFLAGS)) $(LDFLAGS)
LIBS = $(shell pkg-config --libs $(PKGS))
SANDBOX_LIBS = $(shell pkg-config --libs openssl libarchive $(SANDBOX_PKGS))

LIBRA = $(sort $(wildcard libra/*/*.c))
UPKIRA = $(sort $(wildcard cmd/upkira/*.c))
SANDBOX = $(sort $(wildcard cmd/lra-sandbox/*.c))
UNIT = $(sort $(wildcard tests/unit/*_test.c))
FUZZ = $(sort $(wildcard tests/fuzz/fuzz_*.c))
o = $(patsubst %.c,$B/%.o,$1)

all: $B/upkira $B/lra-sandbox

$B/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$B/libra.a: $(call o,$(LIBRA))
	@rm -f $@
	ar rcs $@ $^

$B/upkira: $(call o,$(UPKIRA)) $B/libra.a
	$(CC) $(ALL_CFLAGS) $(LINK) -o $@ $^ $(LIBS)

$B/lra-sandbox: $(call o,$(SANDBOX)) $B/libra.a
	$(CC) $(ALL_CFLAGS) $(LINK) -o $@ $^ $(SANDBOX_LIBS) $(LIBS)

$B/unit/%: $B/tests/unit/%.o $B/libra.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(LINK) -o $@ $^ $(LIBS) -lcmocka

# The fuzz targets run their corpus as plain programs.
$B/fuzz/%: $B/tests/fuzz/%.o $B/tests/fuzz/corpus_main.o $B/libra.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(LINK) -o $@ $^ $(LIBS)

unit: $(UNIT:tests/unit/%.c=$B/unit/%)
fuzz-corpus: $(FUZZ:tests/fuzz/%.c=$B/fuzz/%)

clean:
	rm -rf $B

-include $(wildcard $B/*/*/*.d $B/*/*/*/*.d)
.PHONY: all unit fuzz-corpus clean
.SECONDARY:
