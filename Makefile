# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# make check, make demo	the two to begin with; each installs what it needs
# make SAN=1 ...	the same with ASan and UBSan, in a build folder of its own
# make B=DIR V=1 ...	build in DIR, show the commands
VERSION = 0.1.0
B ?= $(if $(SAN),build/san,build)
PREFIX ?= /usr/local
JOBS ?= $(shell nproc)
FUZZ_SECONDS ?= 60

BINDIR = $(PREFIX)/bin
DATADIR = $(PREFIX)/share
MANDIR = $(DATADIR)/man
DOCDIR = $(DATADIR)/doc/upkira
LOCALEDIR = $(DATADIR)/locale

CC ?= cc
INSTALL ?= install
PKGS = openssl libcurl yaml-0.1 libarchive libxml-2.0 sqlite3
SANDBOX_PKGS = libmicrohttpd gnutls
# Before make deps has run there may be no pkg-config yet.
pkg = $(shell pkg-config $1 $2 2>/dev/null)

WARN = -Wall -Wextra -Wshadow -Wconversion -Wcast-qual -Wmissing-prototypes \
    -Wstrict-prototypes -Wpointer-arith -Wwrite-strings -Wvla -Wundef \
    -Wformat=2 -Wimplicit-fallthrough -Wdouble-promotion
# Errors for us, not for users: a checkout has .git, a release has not.
WARN += $(if $(wildcard .git),$(if $(FUZZING),,-Werror))
HARDEN = -fstack-protector-strong -D_FORTIFY_SOURCE=2
SANFLAGS = -fsanitize=address,undefined -fno-sanitize-recover=all \
    -fno-omit-frame-pointer $(if $(FUZZING),-fsanitize=fuzzer-no-link)
CFLAGS ?= -O2 -g
DEFINES := -D_POSIX_C_SOURCE=200809L -DRA_VERSION='"$(VERSION)"' \
    -DRA_PREFIX='"$(PREFIX)"' -DRA_LOCALEDIR='"$(LOCALEDIR)"' -Ilibra \
    $(call pkg,--cflags,$(PKGS) $(SANDBOX_PKGS))
override CPPFLAGS += $(DEFINES)
ALL_CFLAGS = -std=c11 -fPIE $(CFLAGS) $(WARN) $(if $(SAN),$(SANFLAGS),$(HARDEN))
LINK = -pie -Wl,-z,relro,-z,now,-z,noexecstack $(if $(SAN),$(SANFLAGS)) \
    $(LDFLAGS)
LIBS := $(call pkg,--libs,$(PKGS))
SANDBOX_LIBS := $(call pkg,--libs,$(SANDBOX_PKGS))

include sources.mk
UNLISTED = $(filter-out $(LIBRA) $(UPKIRA) $(SANDBOX),$(wildcard libra/*/*.c cmd/*/*.c))
$(if $(UNLISTED),$(warning not in sources.mk, so not built: $(UNLISTED)))
UNIT = $(sort $(wildcard tests/unit/*_test.c))
FUZZ = $(sort $(wildcard tests/fuzz/fuzz_*.c))
ALL_C = $(LIBRA) $(UPKIRA) $(SANDBOX) \
    $(sort $(wildcard tests/*/*.c tests/*/*/*.c))
LINGUAS = $(patsubst po/%.po,%,$(wildcard po/*.po))
MAN = $(sort $(wildcard man/*.[157]))
EXAMPLES = $(sort $(wildcard examples/*))

o = $(patsubst %.c,$B/%.o,$1)
MO = $(LINGUAS:%=$B/locale/%/LC_MESSAGES/upkira.mo)
UNIT_BIN = $(UNIT:tests/unit/%.c=$B/unit/%)
FUZZ_BIN = $(FUZZ:tests/fuzz/%.c=$B/fuzz/%)
# Parallel by itself, but never against a -j of the caller.
SUBMAKE = $(MAKE) --no-print-directory $(if $(filter -j%,$(MAKEFLAGS)),,-j$(JOBS)) B=$B
quote = '$(subst ','\'',$1)'
Q = $(if $(V),,@)
say = $(if $(V),,@echo "  $1")

all: $B/upkira $B/lra-sandbox $(MO)

# Written only when the flags change, so that all is then built again.
FLAGS = $(CC) $(CPPFLAGS) $(ALL_CFLAGS)
$B/flags: always
	@mkdir -p $(@D)
	@echo $(call quote,$(FLAGS)) | cmp -s - $@ || \
	    echo $(call quote,$(FLAGS)) >$@

$B/%.o: %.c $B/flags
	$(call say,CC	$<)
	@mkdir -p $(@D)
	$Q$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$B/libra.a: $(call o,$(LIBRA))
	$(call say,AR	$@)
	@rm -f $@
	$Qar rcs $@ $^

define link
$(call say,LD	$@)
@mkdir -p $(@D)
$Q$(CC) $(ALL_CFLAGS) $(LINK) -o $@ $^
endef

$B/upkira: $(call o,$(UPKIRA)) $B/libra.a
	$(link) $(LIBS)

$B/lra-sandbox: $(call o,$(SANDBOX)) $B/libra.a
	$(link) $(SANDBOX_LIBS) $(LIBS)

# tests/wrap/NAME.ld lists --wrap=FUNCTION for the test of that name.
$B/unit/%: $B/tests/unit/%.o $B/libra.a
	$(link) $(addprefix -Wl$(comma)@,$(wildcard tests/wrap/$*.ld)) \
	    $(LIBS) -lcmocka
comma = ,

# The fuzz targets run their corpus as plain programs, or under libFuzzer.
FUZZ_MAIN = $(if $(FUZZING),,$B/tests/fuzz/corpus_main.o)
$B/fuzz/%: $B/tests/fuzz/%.o $(FUZZ_MAIN) $B/libra.a
	$(link) $(if $(FUZZING),-fsanitize=fuzzer) $(LIBS)

$B/bench/%: $B/tests/bench/%.o $B/libra.a
	$(link) $(LIBS)

$B/locale/%/LC_MESSAGES/upkira.mo: po/%.po
	$(call say,MO	$<)
	@mkdir -p $(@D)
	$Qmsgfmt -c -o $@ $<

unit: $(UNIT_BIN)
fuzz-corpus: $(FUZZ_BIN)

deps:
	@tests/deps build test

check: deps
	+@$(SUBMAKE) all unit fuzz-corpus
	@B=$B SAN=$(SAN) tests/run

lint:
	@tests/deps build test lint
	@B=$B tests/run lint

demo: deps
	+@$(SUBMAKE) all
	@B=$B examples/demo.sh

bench kill soak: deps
	+@$(SUBMAKE) all $(patsubst %,$B/bench/%,csr fleet journal list)
	@B=$B tests/bench/$(@:bench=run)

fuzz:
	@tests/deps build fuzz
	+@$(SUBMAKE) B=$B-fuzz CC=clang SAN=1 FUZZING=1 fuzz-corpus
	@B=$B-fuzz tests/fuzz/run $(FUZZ_SECONDS)

# Both are kept in the tree, and tests say when they are old.
pot:
	@po/extract >po/upkira.pot

completions: $B/upkira
	@for shell in bash zsh fish; do \
	    $B/upkira completion $$shell >completions/upkira.$$shell; \
	done
tables: $B/upkira
	@$B/upkira tables >man/upkira-tsv.5

# For scripts that call the compiler themselves.
flags:
	@echo $(call quote,$(CPPFLAGS) -std=c11 $(WARN))

# One stamp a file, so that only what changed is read again.
TIDY = $(ALL_C:%.c=$B/tidy/%.ok)
tidy: $(TIDY)
$B/tidy/%.ok: %.c .clang-tidy tests/.clang-tidy
	@mkdir -p $(@D)
	@clang-tidy --quiet --warnings-as-errors='*' $< -- -std=c11 \
	    $(CPPFLAGS) 2>&1 >$@.out || { cat $@.out; false; }
	@$(CC) -std=c11 $(CPPFLAGS) -MM -MP -MT $@ -MF $(@:.ok=.d) $<
	@mv $@.out $@

# What is installed, as mode:file:place; uninstall reads the same list.
PLACES = 755:$B/upkira:$(BINDIR)/upkira \
    755:$B/lra-sandbox:$(BINDIR)/lra-sandbox \
    $(foreach m,$(MAN),644:$m:$(MANDIR)/man$(subst .,,$(suffix $m))/$(notdir $m)) \
    644:completions/upkira.bash:$(DATADIR)/bash-completion/completions/upkira \
    644:completions/upkira.zsh:$(DATADIR)/zsh/site-functions/_upkira \
    644:completions/upkira.fish:$(DATADIR)/fish/vendor_completions.d/upkira.fish \
    $(foreach e,$(EXAMPLES),$(if $(filter %.sh,$e),755,644):$e:$(DOCDIR)/$e) \
    $(foreach l,$(LINGUAS),644:$B/locale/$l/LC_MESSAGES/upkira.mo:$(LOCALEDIR)/$l/LC_MESSAGES/upkira.mo)
part = $(word $1,$(subst :, ,$2))

install: all
	$(foreach p,$(PLACES),@$(INSTALL) -D -m $(call part,1,$p) \
	    $(call part,2,$p) "$(DESTDIR)$(call part,3,$p)"$(newline)	)

uninstall:
	$(foreach p,$(PLACES),@rm -f "$(DESTDIR)$(call part,3,$p)"$(newline)	)
	@rmdir "$(DESTDIR)$(DOCDIR)/examples" "$(DESTDIR)$(DOCDIR)" \
	    2>/dev/null || :

define newline


endef

clean:
	rm -rf $B $B-fuzz

-include $(wildcard $(patsubst %.c,$B/%.d,$(ALL_C)) $(TIDY:.ok=.d))
.PHONY: all always bench check clean completions demo deps flags fuzz \
    fuzz-corpus install kill lint pot tables tidy uninstall unit soak
.SECONDARY:
.DELETE_ON_ERROR:
