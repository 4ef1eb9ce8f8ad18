// SPDX-License-Identifier: GPL-2.0
/*
 * search - lets threads make the calls of a scenario, in one schedule after the
 * other, in a guest where a module with the referee is loaded.
 *
 * It knows no message slot: it prints what the calls returned, once for each
 * different outcome, with the shortest schedule that led there. Whether that is
 * right is for the host to say.
 *
 * It reads, a line each:
 *	node PATH COMMAND	the device, and the number that selects a channel
 *	before CALL		calls that one thread makes first
 *	thread N CALL		the calls of thread N, 0 to 2
 *	after CALL		calls that one thread makes at the end
 * where CALL is: open FILE, close FILE, select FILE CHANNEL,
 *	write FILE LETTER LENGTH, read FILE LENGTH
 * and then one of:
 *	search PREEMPTIONS LIMIT	all schedules with so many, as far as LIMIT
 *	random DEPTH RUNS SEED		by random priorities (PCT)
 *	places OFFSET...		where there are points, as a search found them; before
 *	replay [POINT:THREAD ...]	this schedule, with all that happens in it and
 *				each choice between threads
 *	finish			no calls: others made them, and the module is unloaded
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "referee.h"

#define FILES 4
#define SIZE 256
#define SECTIONS "/sys/module/message_slot/sections"
#define DEPTH 10 /* choices of one schedule that are changed */
#define OUTCOMES 1000
#define ROUNDS 12
#define AFTER \
	REF_THREADS /* results of the calls at the end come behind the threads' */

enum verb { NONE, OPEN, CLOSE, SELECT, WRITE, READ };

struct call {
	enum verb verb;
	int file, number, length;
};

struct result {
	long value;
	int error;
	unsigned char bytes[SIZE];
};

struct outcome {
	unsigned long long hash;
	unsigned long count;
	unsigned long long seen;
	struct ref_run run;
	int cost; /* preemptions */
	struct result results[REF_THREADS + 1][REF_CALLS];
};

static struct call before[REF_CALLS * 2], calls[REF_THREADS + 1][REF_CALLS];
static int before_count, counts[REF_THREADS + 1];
static int threads;
static char node[64];
static unsigned long select_command;

static int referee;
static int files[FILES];
static struct result results[REF_THREADS + 1][REF_CALLS];
static struct ref_run run;
static struct outcome *outcomes;
static int outcome_count;
static unsigned long schedules, limit;
static bool cut, over;
static const char *trouble = "";
static unsigned char filter[REF_PLACES / 8];
static bool filter_grew;
static struct ref_event *events;
static struct ref_point *points[DEPTH + 1];

static long fetch(unsigned long command, void *into, size_t size)
{
	struct ref_buffer buffer = { (unsigned long)into, size };

	return ioctl(referee, command, &buffer);
}

/* ---- calls ---- */

static struct result make(const struct call *call)
{
	struct result result = { 0 };
	unsigned char message[SIZE];

	switch (call->verb) {
	case OPEN:
		files[call->file] = open(node, O_RDWR);
		result.value = files[call->file] < 0 ? -1 : 0;
		break;
	case CLOSE:
		result.value = close(files[call->file]);
		files[call->file] = -1;
		break;
	case SELECT:
		result.value = ioctl(files[call->file], select_command,
				     (unsigned long)call->number);
		break;
	case WRITE:
		memset(message, call->number, sizeof(message));
		result.value = write(files[call->file], message, call->length);
		break;
	case READ:
		result.value =
			read(files[call->file], result.bytes, call->length);
		break;
	case NONE:
		break;
	}
	result.error = result.value < 0 ? errno : 0;
	return result;
}

static void *worker(void *argument)
{
	long me = (long)argument;

	while (!ioctl(referee, REF_JOIN, me)) {
		for (int i = 0; i < counts[me]; i++)
			results[me][i] = make(&calls[me][i]);
		ioctl(referee, REF_LEFT);
	}
	return NULL;
}

static void close_all(void)
{
	for (int i = 0; i < FILES; i++) {
		if (files[i] >= 0)
			close(files[i]);
		files[i] = -1;
	}
}

/* ---- what came of a schedule ---- */

static void mix(unsigned long long *hash, const void *data, size_t size)
{
	const unsigned char *byte = data;

	while (size--)
		*hash = (*hash ^ *byte++) * 1099511628211ull;
}

/* Which calls were over before which began is a part of the outcome. */
static unsigned long long hash_outcome(unsigned long long seen)
{
	unsigned long long hash = 1469598103934665603ull;

	for (int t = 0; t <= AFTER; t++)
		for (int i = 0; i < counts[t]; i++) {
			mix(&hash, &results[t][i].value, sizeof(long));
			mix(&hash, &results[t][i].error, sizeof(int));
			mix(&hash, results[t][i].bytes, SIZE);
		}
	for (int t = 0; t < threads; t++)
		for (int u = 0; u < threads; u++)
			for (int i = 0; i < counts[t]; i++)
				for (int j = 0; j < counts[u]; j++) {
					bool first = run.call[t][i].exit <
						     run.call[u][j].enter;

					mix(&hash, &first, sizeof(first));
				}
	mix(&hash, &run.outcome, sizeof(run.outcome));
	mix(&hash, &seen, sizeof(seen));
	return hash;
}

/* A random schedule, as the changes that lead to it. */
static int describe_random(void)
{
	long count = fetch(REF_GET_POINTS, points[0],
			   REF_POINTS * sizeof(**points)) /
		     (long)sizeof(**points);
	int cost = 0;

	run.changes = 0;
	for (long i = 0; i < count; i++) {
		struct ref_point *point = &points[0][i];

		if (point->chosen == point->expected)
			continue;
		if (run.changes == REF_CHANGES) {
			run.changes = REF_CHANGES + 1; /* too long to be told */
			break;
		}
		run.change[run.changes++] =
			(struct ref_change){ i, point->chosen };
		cost += point->thread != REF_NOBODY;
	}
	return cost;
}

static void record(unsigned long long seen, int cost)
{
	unsigned long long hash = hash_outcome(seen);
	struct outcome *outcome;
	int i;

	for (i = 0; i < outcome_count; i++)
		if (outcomes[i].hash == hash)
			break;
	if (i == OUTCOMES) {
		cut = true;
		return;
	}
	outcome = &outcomes[i];
	if (i == outcome_count) {
		outcome_count++;
		outcome->hash = hash;
		outcome->count = 0;
	}
	outcome->count++;
	if (outcome->count > 1 &&
	    (outcome->cost < cost ||
	     (outcome->cost == cost && outcome->run.switches <= run.switches)))
		return;
	outcome->seen = seen;
	outcome->cost = run.random ? describe_random() : cost;
	outcome->run = run;
	memcpy(outcome->results, results, sizeof(results));
}

static bool fail(const char *what)
{
	trouble = what;
	over = true;
	return false;
}

/* The module as it is when it has just been loaded, and the calls that come first. */
static bool begin(void)
{
	if (ioctl(referee, REF_FINISH))
		return fail(
			errno == ENOENT ?
				"it has no function that is called when it is unloaded" :
				"its state is in pieces");
	if (ioctl(referee, REF_RENEW))
		return fail(
			"its init fails when it is called again after its exit");
	memset(results, 0, sizeof(results));
	for (int i = 0; i < before_count; i++)
		if (make(&before[i]).value < 0)
			return fail(
				"a call fails that comes before all others");
	return true;
}

/* A mistake that stops the calls before any thread runs is an outcome, too. */
static void record_early_end(void)
{
	unsigned long long seen = 0;

	fetch(REF_SEEN, &seen, sizeof(seen));
	if (!seen)
		return;
	trouble = "";
	schedules++;
	memset(results, 0, sizeof(results));
	memset(&run, 0, sizeof(run));
	run.outcome = REF_CRASH;
	record(seen, 0);
}

/* Makes the schedule that is in run; cost: how many preemptions it has. */
static void make_schedule(int cost)
{
	unsigned long long seen = 0;

	if (over)
		return;
	if (!begin()) {
		record_early_end();
		return;
	}
	run.threads = threads;
	if (ioctl(referee, REF_RUN, &run)) {
		fail("the referee cannot let the threads run");
		return;
	}
	schedules++;
	if (run.outcome == REF_HANG) {
		fail("all threads sleep in something that the referee does not know");
		return;
	}
	if (run.outcome == REF_DIVERGED)
		cut = true;
	if (run.outcome == REF_OK || run.outcome == REF_DIVERGED) {
		for (int i = 0; i < counts[AFTER]; i++)
			results[AFTER][i] = make(&calls[AFTER][i]);
		close_all();
		if (ioctl(referee, REF_FINISH))
			over = true; /* it crashed there */
	} else {
		over = true; /* the module's state is in pieces */
	}
	fetch(REF_SEEN, &seen, sizeof(seen));
	record(seen, cost);
}

/* ---- the search ---- */

static void widen_filter(unsigned int place)
{
	if (place >= REF_PLACES || (filter[place >> 3] >> (place & 7) & 1))
		return;
	filter[place >> 3] |= 1 << (place & 7);
	filter_grew = true;
}

static bool is_change(const struct ref_event *event)
{
	return event->kind == REF_WRITE || event->kind == REF_MARKED_WRITE ||
	       event->kind == REF_ATOMIC || event->kind == REF_FREE ||
	       event->kind == REF_LOCK || event->kind == REF_UNLOCK ||
	       event->kind == REF_WAIT;
}

#define WORDS 32768

/*
 * A switch is of use only where an access meets one of another thread's to the
 * same word, and one of them changes it. Notes the places where that is so.
 */
static void note_meetings(void)
{
	static struct {
		unsigned long long word;
		unsigned char reads, changes;
	} words[WORDS];
	static int used[WORDS];
	long count =
		fetch(REF_GET_EVENTS, events, REF_EVENTS * sizeof(*events)) /
		(long)sizeof(*events);
	int used_count = 0;

	for (int pass = 0; pass < 2; pass++)
		for (long i = 0; i < count; i++) {
			struct ref_event *event = &events[i];
			unsigned int size = event->size ? event->size :
					    event->kind == REF_WAIT ? 4 :
								      0;

			if (event->kind > REF_WAIT || !size)
				continue;
			for (unsigned long long word = event->address >> 3;
			     word <= (event->address + size - 1) >> 3 &&
			     used_count < WORDS / 2;
			     word++) {
				unsigned int k =
					(word * 0x9e3779b97f4a7c15ull) >> 49;
				int others = ~(1 << event->thread);

				while (words[k].word && words[k].word != word)
					k = (k + 1) % WORDS;
				if (!words[k].word) {
					words[k].word = word;
					used[used_count++] = k;
				}
				if (pass == 0 && is_change(event))
					words[k].changes |= 1 << event->thread;
				else if (pass == 0)
					words[k].reads |= 1 << event->thread;
				else if ((words[k].changes |
					  (is_change(event) ? words[k].reads :
							      0)) &
					 others)
					widen_filter(event->place);
			}
		}
	for (int i = 0; i < used_count; i++)
		memset(&words[used[i]], 0, sizeof(words[0]));
}

static void explore(struct ref_change *changes, int count, int left, int cost)
{
	long point_count;

	if (over || filter_grew)
		return;
	if (schedules >= limit) {
		cut = true;
		return;
	}
	memset(&run, 0, sizeof(run));
	memcpy(run.change, changes, count * sizeof(*changes));
	run.changes = count;
	make_schedule(cost);
	if (over)
		return;
	note_meetings();
	if (count == DEPTH) {
		cut = true;
		return;
	}
	point_count = fetch(REF_GET_POINTS, points[count],
			    REF_POINTS * sizeof(**points)) /
		      (long)sizeof(**points);
	for (long i = count ? changes[count - 1].point + 1 : 0; i < point_count;
	     i++) {
		struct ref_point *point = &points[count][i];
		int price = point->thread != REF_NOBODY;

		for (int to = 0; to < threads && price <= left; to++)
			if ((point->able >> to & 1) && to != point->chosen) {
				changes[count] = (struct ref_change){ i, to };
				explore(changes, count + 1, left - price,
					cost + price);
			}
	}
}

static void set_filter(void)
{
	fetch(REF_SET_FILTER, filter, sizeof(filter));
	filter_grew = false;
}

/* Each time a new place turns out to matter, the search begins again with it. */
static void search(int preemptions)
{
	struct ref_change changes[DEPTH + 1];

	do {
		set_filter();
		schedules = 0;
		outcome_count = 0;
		cut = false;
		explore(changes, 0, preemptions, 0);
	} while (filter_grew && !over);
}

static void random_schedules(int depth, unsigned long long seed)
{
	unsigned int estimate;

	search(0);
	search(1);
	schedules = 0;
	outcome_count = 0;
	cut = false;
	set_filter();
	memset(&run, 0, sizeof(run));
	make_schedule(0);
	estimate = run.points;
	for (unsigned long i = 1; i < limit && !over; i++) {
		memset(&run, 0, sizeof(run));
		run.random = 1;
		run.depth = depth;
		run.estimate = estimate;
		run.seed = ((seed + i) * 0x9e3779b97f4a7c15ull) | 1;
		make_schedule(0);
		if (run.points > estimate)
			estimate = run.points;
	}
}

/* ---- what is printed ---- */

static void print_result(const char *who, int t, int i,
			 const struct result *result,
			 const struct ref_call *call)
{
	printf("%s %d %d %u %u %ld %d ", who, t, i, call->enter, call->exit,
	       result->value, result->error);
	for (long j = 0;
	     calls[t][i].verb == READ && j < result->value && j < SIZE; j++)
		printf("%02x", result->bytes[j]);
	printf("\n");
}

static void print_outcome(const struct outcome *outcome)
{
	static const struct ref_call none;

	printf("outcome %u %lu %u %d %llx\nchanges", outcome->run.outcome,
	       outcome->count, outcome->run.switches, outcome->cost,
	       outcome->seen);
	if (outcome->run.changes > REF_CHANGES)
		printf(" none");
	for (unsigned int i = 0;
	     outcome->run.changes <= REF_CHANGES && i < outcome->run.changes;
	     i++)
		printf(" %u:%u", outcome->run.change[i].point,
		       outcome->run.change[i].to);
	printf("\n");
	for (int t = 0; t < threads; t++)
		for (int i = 0; i < counts[t] && i < (int)outcome->run.calls[t];
		     i++)
			print_result("call", t, i, &outcome->results[t][i],
				     &outcome->run.call[t][i]);
	for (int i = 0; i < counts[AFTER]; i++)
		print_result("after", AFTER, i, &outcome->results[AFTER][i],
			     &none);
}

static void print_faults(void)
{
	static struct ref_fault faults[REF_FAULTS];
	long count = fetch(REF_GET_FAULTS, faults, sizeof(faults)) /
		     (long)sizeof(*faults);

	for (long i = 0; i < count; i++)
		printf("fault %u %u %u %u %x %x %x %u %u %lld\n",
		       faults[i].kind, faults[i].thread, faults[i].what,
		       faults[i].by, faults[i].place, faults[i].other,
		       faults[i].origin, faults[i].size, faults[i].length,
		       (long long)faults[i].offset);
}

static void print_events(void)
{
	long count =
		fetch(REF_GET_EVENTS, events, REF_EVENTS * sizeof(*events)) /
		(long)sizeof(*events);

	for (long i = 0; i < count; i++)
		printf("event %u %u %u %u %x %u %u %u %llx %llx %u\n",
		       events[i].thread, events[i].kind, events[i].call,
		       events[i].what, events[i].place, events[i].size,
		       events[i].block, events[i].offset,
		       (unsigned long long)events[i].address,
		       (unsigned long long)events[i].value, events[i].point);
}

/* Each choice between several threads; their order is their number. */
static void print_turns(void)
{
	long count = fetch(REF_GET_POINTS, points[0],
			   REF_POINTS * sizeof(**points)) /
		     (long)sizeof(**points);

	for (long i = 0; i < count; i++)
		printf("turn %u %u %u %u\n", points[0][i].thread,
		       points[0][i].able, points[0][i].expected,
		       points[0][i].chosen);
}

static unsigned long section_address(const char *name)
{
	char path[300];
	unsigned long address = 0;
	FILE *file;

	snprintf(path, sizeof(path), SECTIONS "/%s", name);
	file = fopen(path, "r");
	if (!file)
		return 0;
	if (fscanf(file, "%lx", &address) != 1)
		address = 0;
	fclose(file);
	return address;
}

/* Where the sections of the module's code are, as places are counted. */
static void print_sections(void)
{
	DIR *folder = opendir(SECTIONS);
	unsigned long first = ~0ul;
	struct dirent *entry;

	if (!folder)
		return;
	for (int pass = 0; pass < 2; pass++) {
		rewinddir(folder);
		while ((entry = readdir(folder))) {
			unsigned long address =
				strstr(entry->d_name, "text") ?
					section_address(entry->d_name) :
					0;

			if (!address || strstr(entry->d_name, "init"))
				continue;
			if (pass == 0 && address < first)
				first = address & ~0xffful;
			else if (pass == 1)
				printf("section %s %lx\n", entry->d_name,
				       address - first);
		}
	}
	closedir(folder);
}

/* ---- what is read ---- */

static struct call parse(const char *text)
{
	struct call call = { 0 };
	char letter;

	if (sscanf(text, "open %d", &call.file) == 1)
		call.verb = OPEN;
	else if (sscanf(text, "close %d", &call.file) == 1)
		call.verb = CLOSE;
	else if (sscanf(text, "select %d %d", &call.file, &call.number) == 2)
		call.verb = SELECT;
	else if (sscanf(text, "read %d %d", &call.file, &call.length) == 2)
		call.verb = READ;
	else if (sscanf(text, "write %d %c %d", &call.file, &letter,
			&call.length) == 3) {
		call.verb = WRITE;
		call.number = letter;
	}
	if (call.verb == NONE || call.file < 0 || call.file >= FILES ||
	    call.length < 0 || call.length > SIZE) {
		printf("trouble a call makes no sense: %s\n", text);
		exit(2);
	}
	return call;
}

static void add(struct call *list, int *count, int room, const char *text)
{
	if (*count == room) {
		printf("trouble too many calls\n");
		exit(2);
	}
	list[(*count)++] = parse(text);
}

static void start_workers(void)
{
	for (long i = 0; i < threads; i++) {
		pthread_t thread;

		if (pthread_create(&thread, NULL, worker, (void *)i)) {
			printf("trouble a thread cannot be made\n");
			exit(2);
		}
	}
}

static void parse_changes(char *text)
{
	memset(&run, 0, sizeof(run));
	for (char *word = strtok(text, ",\n ");
	     word && run.changes < REF_CHANGES; word = strtok(NULL, ",\n ")) {
		struct ref_change *change = &run.change[run.changes];

		if (sscanf(word, "%u:%u", &change->point, &change->to) == 2 &&
		    change->to < REF_THREADS)
			run.changes++;
	}
}

/* Places at which there is a choice, so that numbers of points keep their meaning. */
static void read_places(char *text)
{
	for (char *word = strtok(text, " \n"); word; word = strtok(NULL, " \n"))
		widen_filter(strtoul(word, NULL, 16));
}

static void print_places(void)
{
	printf("places");
	for (unsigned int i = 0; i < REF_PLACES; i++)
		if (filter[i >> 3] >> (i & 7) & 1)
			printf(" %x", i);
	printf("\n");
}

static void replay(char *changes)
{
	set_filter();
	parse_changes(changes);
	limit = 1;
	make_schedule(0);
	if (!run.events)
		return; /* it ended before any thread ran */
	print_events();
	print_turns();
}

static bool command(char *line)
{
	unsigned long long seed;
	int number, preemptions, depth, at = 0;

	if (sscanf(line, "node %63s %lx", node, &select_command) == 2)
		return true;
	if (!strncmp(line, "before ", 7)) {
		add(before, &before_count, REF_CALLS * 2, line + 7);
	} else if (!strncmp(line, "after ", 6)) {
		add(calls[AFTER], &counts[AFTER], REF_CALLS, line + 6);
	} else if (sscanf(line, "thread %d %n", &number, &at) == 1 &&
		   number >= 0 && number < REF_THREADS) {
		add(calls[number], &counts[number], REF_CALLS, line + at);
		if (number >= threads)
			threads = number + 1;
	} else if (!strncmp(line, "places", 6)) {
		read_places(line + 6);
	} else if (sscanf(line, "search %d %lu", &preemptions, &limit) == 2) {
		start_workers();
		search(preemptions);
		return false;
	} else if (sscanf(line, "random %d %lu %llu", &depth, &limit, &seed) ==
		   3) {
		start_workers();
		random_schedules(depth, seed);
		return false;
	} else if (!strncmp(line, "finish", 6)) {
		ioctl(referee, REF_FINISH);
		return false;
	} else if (!strncmp(line, "replay", 6)) {
		start_workers();
		replay(line + 6);
		return false;
	}
	return true;
}

int main(void)
{
	static char line[1 << 20];

	referee = open("/proc/referee", O_RDWR);
	outcomes = calloc(OUTCOMES, sizeof(*outcomes));
	events = calloc(REF_EVENTS, sizeof(*events));
	for (int i = 0; i <= DEPTH; i++)
		points[i] = calloc(REF_POINTS, sizeof(**points));
	if (referee < 0 || !outcomes || !events || !points[DEPTH]) {
		printf("trouble the referee does not answer\n");
		return 2;
	}
	memset(files, -1, sizeof(files));
	while (fgets(line, sizeof(line), stdin) && command(line))
		;
	printf("searched %lu %d\n", schedules, cut);
	for (int i = 0; i < outcome_count; i++)
		print_outcome(&outcomes[i]);
	print_sections();
	print_faults();
	print_places();
	if (*trouble)
		printf("trouble %s\n", trouble);
	printf("end\n");
	fflush(stdout);
	_exit(0);
}
