/* SPDX-License-Identifier: GPL-2.0 */
#ifndef AGENT_PEER_H
#define AGENT_PEER_H

#include <sys/types.h>

#include "agent.h"

#define MAX_PEERS 512

/*
 * A child of the agent: a process that the host asked for; or, with number 0,
 * one that runs errands, and stands by between them.
 */
struct peer {
	int fd; /* -1: this place is free */
	pid_t pid; /* 0: not known, or reaped */
	uint16_t number;
	bool announced; /* the host was told that it exists */
	bool closed;
	bool spent; /* ends by itself once it has replied */
	int wait_status;
	struct frame
		asked; /* the outstanding request, if its type is not 0; no payload */
	struct frame end; /* the outstanding END_PROCESS, likewise */
};

/* Bytes that are not yet a whole frame. */
struct inbox {
	uint8_t *bytes;
	size_t used;
	size_t room;
};

extern struct peer peers[MAX_PEERS];
/* Every place from here on is free; keeps the loops short. */
extern size_t peers_used;

void make_room(struct inbox *in, size_t room);

/* Answers go to this port from here on. */
void answers_go_to(int port);
void answer(const struct frame *request, int status);
/* Answers, and frees the reply. */
void answer_with(struct reply *r, const struct frame *request, int status);

/* Makes all places free. */
void peers_begin(void);
/* The peer of this number, or NULL. */
struct peer *peer_numbered(uint16_t number);
/* Opens a channel: one end becomes a peer's, the other is for the child. */
struct peer *peer_open(uint16_t number, int *childs_end);
/*
 * A child that closed its channel, or broke the rules, is ended; its place is
 * freed once it has been reaped.
 */
void peer_close(struct peer *peer);
/* A child that can be asked now, or NULL. */
struct peer *standby(void);
/* Makes a child that stands by; NULL if there can be no more. */
struct peer *fork_child(void);
/*
 * Passes on the frame as it came, header and all; a descriptor goes along if it
 * is not negative. Returns 0 or -1.
 */
int forward(struct peer *peer, const struct frame *request, int descriptor);
/* Carries one reply to the host. */
void relay(struct peer *peer);
/* Notes which children have ended. */
void reap(int signals);

#endif /* AGENT_PEER_H */
