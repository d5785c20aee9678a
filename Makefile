# Adder: `make help` lists what can be asked for.  Everything is built in $(BUILD); sources are found by folder.

BUILD   ?= build
CC      ?= gcc
PREFIX  ?= /usr/local
VERSION := 0.1.0
SOVERSION := 0

WARN    := -Wall -Wextra -Werror
OPT     ?= -O2
DEFS    :=
MODE_FLAGS ?=
CPPFLAGS += -I. -Iruntime/include -D_GNU_SOURCE -DADDER_BUILD -DADDER_VERSION='"$(VERSION)"' $(DEFS)
# -fPIC once for both libraries; hidden visibility and no interposition make it cost nothing.
CFLAGS  += -std=gnu11 -g $(OPT) $(WARN) -fPIC -fvisibility=hidden -fno-semantic-interposition \
           -fno-strict-aliasing -fwrapv -ffp-contract=off -pthread $(MODE_FLAGS)
# The interpreter loop: one dispatch a handler, cold parts not moved away. Sanitizers take minutes to optimise it: not at all then.
CFLAGS_vm_eval := -fno-gcse -fno-crossjumping -fno-reorder-blocks-and-partition
ifneq ($(MODE_FLAGS),)
CFLAGS_vm_eval += -O0
endif
LDFLAGS += -pthread $(MODE_FLAGS)
LIBS    := -lm -ldl
# At a fixed address the program has nothing to relocate at start.
PROGRAM_FLAGS := $(if $(MODE_FLAGS),,-no-pie)
# The program takes the two run-time libraries statically: fewer files to map at start.
STATIC_LIBS := -Wl,-Bstatic -lgc -lgmp -Wl,-Bdynamic
SHARED_LIBS := -lgc -lgmp

ifdef V
Q :=
say = @:
else
Q := @
say = @printf '  %-5s %s\n'
endif

LIB_DIRS := parser vm runtime $(wildcard runtime/*/) stdlib $(wildcard stdlib/*/)
SOURCES  := $(filter-out runtime/main.c, $(foreach d,$(LIB_DIRS),$(wildcard $(d:/=)/*.c)))
OBJECTS  := $(SOURCES:%.c=$(BUILD)/obj/%.o)
MAIN     := runtime/main.c
ALL_OBJECTS := $(OBJECTS) $(BUILD)/obj/runtime/main.o

MULTIARCH := $(shell $(CC) -print-multiarch)
CPPFLAGS += -DADDER_MULTIARCH='"$(MULTIARCH)"'

# The library's Python files that are frozen into the binary: one assembler file takes them in as they are.
FROZEN := $(shell find stdlib/frozen -name '*.py' | LC_ALL=C sort)
OBJECTS += $(BUILD)/obj/frozen.o

.PHONY: all objs
all: $(BUILD)/adder $(BUILD)/libadder.a $(BUILD)/libadder.so $(BUILD)/adder.pc
objs: $(OBJECTS)

$(BUILD)/adder: $(BUILD)/obj/runtime/main.o $(BUILD)/libadder.a
	$(say) LINK $@
	$(Q)$(CC) $(LDFLAGS) $(PROGRAM_FLAGS) -rdynamic -o $@ $< -Wl,--whole-archive $(BUILD)/libadder.a -Wl,--no-whole-archive $(STATIC_LIBS) $(LIBS)

$(BUILD)/libadder.a: $(OBJECTS)
	$(say) AR $@
	$(Q)rm -f $@; $(AR) rcs $@ $^

$(BUILD)/libadder.so: $(OBJECTS)
	$(say) LINK $@
	$(Q)$(CC) $(LDFLAGS) -shared -Wl,-soname,libadder.so.$(SOVERSION) -o $@ $^ $(SHARED_LIBS) $(LIBS)
	$(Q)ln -sf libadder.so $(BUILD)/libadder.so.$(SOVERSION)

$(BUILD)/obj/%.o: %.c | $(BUILD)
	@mkdir -p $(@D)
	$(say) CC $<
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) $(CFLAGS_$(subst /,_,$*)) -MMD -MP -c -o $@ $<

$(BUILD):
	@mkdir -p $@

$(BUILD)/gen/frozen.c: $(FROZEN) stdlib/frozen/embed.sh | $(BUILD)
	@mkdir -p $(@D)
	$(say) GEN $@
	$(Q)sh stdlib/frozen/embed.sh $(FROZEN) > $@

$(BUILD)/obj/frozen.o: $(BUILD)/gen/frozen.c
	$(say) CC $<
	@mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

-include $(ALL_OBJECTS:.o=.d)

# -- packages: what is missing is installed through apt, as root or by sudo, and named first

BUILD_PACKAGES := gcc libc6-dev libgc-dev libgmp-dev libunistring-dev
RUN_PACKAGES   := libreadline8 libunistring2
TEST_PACKAGES  := python3.11 python3 libpython3.11-stdlib libpython3.11-testsuite python3.11-dev g++ pkg-config libcriterion-dev \
                  libreadline8 python3-pyftpdlib python3-aiosmtpd tmux
need = missing=""; for p in $(1); do dpkg-query -W -f='$${Status}' $$p 2>/dev/null | grep -q '^install ok' || missing="$$missing $$p"; done; \
	if [ -n "$$missing" ]; then echo "installing:$$missing"; \
	  if [ "$$(id -u)" = 0 ]; then as=""; else as=sudo; fi; \
	  export DEBIAN_FRONTEND=noninteractive; \
	  $$as apt-get install -y -qq --no-install-recommends $$missing >/dev/null 2>&1 || \
	  { $$as apt-get update -qq && $$as apt-get install -y -qq --no-install-recommends $$missing >/dev/null; }; fi

.PHONY: deps test-deps run repl test help debug asan ubsan globals install bench format fuzz conformance lint coverage tsan
deps:
	@$(call need,$(BUILD_PACKAGES) $(RUN_PACKAGES))
test-deps:
	@$(call need,$(BUILD_PACKAGES) $(RUN_PACKAGES) $(TEST_PACKAGES))

# -- running

FILE ?= examples/python/ch1/01_classes.py
run: deps
	@$(MAKE) --no-print-directory -j2 $(BUILD)/adder
	@echo "  RUN   $(FILE)"
	@$(BUILD)/adder $(FILE)
repl: deps
	@$(MAKE) --no-print-directory -j2 $(BUILD)/adder
	@$(BUILD)/adder

# -- tests

test: test-deps
	@$(MAKE) --no-print-directory -j2 all
	@/usr/bin/python3.11 tests/run_all.py --build $(BUILD)

# The same tests in a build with other flags; each has a folder of its own.
debug:
	@$(MAKE) --no-print-directory BUILD=$(BUILD)-debug OPT='-Og -Wno-maybe-uninitialized' DEFS=-DADDER_DEBUG all
asan:
	@$(MAKE) --no-print-directory BUILD=$(BUILD)-asan OPT='-O1' MODE_FLAGS='-fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer' all
ubsan:
	@$(MAKE) --no-print-directory BUILD=$(BUILD)-ubsan OPT='-O1' MODE_FLAGS='-fsanitize=undefined -fno-sanitize-recover=undefined' all
test-asan: test-deps asan
	@ASAN_OPTIONS=detect_stack_use_after_return=0:quarantine_size_mb=32 /usr/bin/python3.11 tests/run_all.py --build $(BUILD)-asan

# Writable static data of the library, by symbol; tests/globals.txt says which may be there and why.
tsan:
	@$(MAKE) --no-print-directory BUILD=$(BUILD)-tsan OPT='-O1' MODE_FLAGS='-fsanitize=thread' all
globals: all
	@tests/globals.sh $(BUILD)/libadder.a

bench: test-deps
	@$(MAKE) --no-print-directory -j2 $(BUILD)/adder
	@/usr/bin/python3.11 tests/bench/bench.py $(BUILD)/adder

# Damaged programs for SECONDS=60; a crash leaves its input in tests/fuzz/found/.
fuzz: test-deps
	@$(MAKE) --no-print-directory -j2 $(BUILD)/adder
	@/usr/bin/python3.11 tests/fuzz/run.py $(BUILD)/adder $(or $(SECONDS),60)

# CPython's own regression suite, by group, where the checkout has ../shared beside it.
conformance: test-deps
	@$(MAKE) --no-print-directory -j2 $(BUILD)/adder
	@/usr/bin/python3.11 ../shared/conformance/suite_cpython.py --interp $(BUILD)/adder -j2

lint:
	@$(call need,clang python3.11)
	@/usr/bin/python3.11 tests/lint.py

coverage: test-deps
	@$(MAKE) --no-print-directory BUILD=$(BUILD)-coverage OPT='-O0' MODE_FLAGS=--coverage -j2 all
	@/usr/bin/python3.11 tests/run_all.py --build $(BUILD)-coverage || true
	@cd $(BUILD)-coverage && find obj -name '*.gcda' | xargs gcov -n 2>/dev/null | awk '/^File .*\.c/ { file = $$2 } /^Lines executed/ { print $$0, file }' | sort -t: -k2 -n > coverage.txt; tail -3 coverage.txt; echo "in $(BUILD)-coverage/coverage.txt"

format:
	@clang-format -i $$(git ls-files '*.c' '*.h')

# -- installing

$(BUILD)/adder.pc: $(MAKEFILE_LIST) | $(BUILD)
	@printf '%s\n' 'prefix=$(PREFIX)' 'includedir=$${prefix}/include/adder' 'libdir=$${prefix}/lib' '' \
	  'Name: adder' 'Description: A Python 3.11 interpreter in C, to be embedded' 'Version: $(VERSION)' \
	  'Cflags: -I$${includedir}' 'Libs: -L$${libdir} -ladder' 'Libs.private: -lgc -lgmp -lm -ldl -pthread' > $@

# What is built is installed as it is; nothing built yet: then all is.
install: $(if $(wildcard $(BUILD)/libadder.so),,all)
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/lib/pkgconfig $(DESTDIR)$(PREFIX)/include/adder
	install -m 755 $(BUILD)/adder $(DESTDIR)$(PREFIX)/bin/adder
	install -m 644 $(BUILD)/libadder.a $(DESTDIR)$(PREFIX)/lib/libadder.a
	install -m 755 $(BUILD)/libadder.so $(DESTDIR)$(PREFIX)/lib/libadder.so.$(VERSION)
	ln -sf libadder.so.$(VERSION) $(DESTDIR)$(PREFIX)/lib/libadder.so.$(SOVERSION)
	ln -sf libadder.so.$(SOVERSION) $(DESTDIR)$(PREFIX)/lib/libadder.so
	install -m 644 runtime/include/*.h $(DESTDIR)$(PREFIX)/include/adder
	install -m 644 $(BUILD)/adder.pc $(DESTDIR)$(PREFIX)/lib/pkgconfig/adder.pc

clean:
	rm -rf $(BUILD) $(BUILD)-debug $(BUILD)-asan $(BUILD)-ubsan $(BUILD)-tsan $(BUILD)-coverage

help:
	@echo 'make              adder, libadder.a, libadder.so in build/'
	@echo 'make run          installs what is missing, builds, runs an example; FILE=x.py runs that'
	@echo 'make repl         the prompt'
	@echo 'make test         installs what the tests need, builds, runs every test'
	@echo 'make bench        speed beside python3.11, as ratios'
	@echo 'make debug        with asserts and poisoned memory, in build-debug/'
	@echo 'make asan ubsan tsan   with sanitizers; make test-asan runs the tests on that'
	@echo 'make globals      the writable static data of the library, held against tests/globals.txt'
	@echo 'make install      PREFIX=/usr/local, DESTDIR='
	@echo 'make fuzz         damaged programs, for SECONDS=60'
	@echo 'make conformance  CPython'"'"'s regression suite'
	@echo 'make lint         file lengths, include cycles, warnings of clang'
	@echo 'make coverage     which lines the tests run, in build-coverage/'
	@echo 'make format       clang-format over all C files'
	@echo 'make clean'
	@echo 'BUILD=folder builds there; CC=clang with that; OPT=-O0; V=1 shows the commands.'
