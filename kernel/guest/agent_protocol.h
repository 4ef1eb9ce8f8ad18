/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the host and the guest's agent say to each other.
 *
 * One stream of frames each way over a virtio-serial port, all numbers
 * little-endian. The Java mirror of this file is
 * org.messageslot.guest.AgentProtocol; change both or neither, and raise
 * AGENT_PROTOCOL_VERSION.
 *
 *	frame  = u32 length, u32 id, u16 type, u16 process,
 *	         payload of that length
 *	string = u16 length, bytes (no terminating NUL)
 *	block  = u32 length, bytes
 *	rest   = bytes to the end of the payload
 *	reply  = a frame with the request's id, type | AGENT_REPLY and process;
 *	         its payload begins with s32 status: 0, or the errno of what
 *	         failed, and then nothing follows
 *
 * Any number of requests may be outstanding, but only one for each process: a
 * second one is answered EBUSY. Replies come in the order in which the work
 * ends. Process 0 is the agent; the host picks the number of every other one.
 *
 * Below, what follows "->" is what the reply has after its status.
 *
 *	HELLO		-> u32 version, string kernel release
 *	POWER_OFF	(no reply)
 *	LOAD_MODULE	string parameters, rest image
 *	UNLOAD_MODULE	string name, u32 flags of delete_module(2)
 *	MKNOD		string path, u32 mode, u32 major, u32 minor; again for
 *			each further node
 *	UNLINK		string path
 *	CHMOD		string path, u32 mode
 *	CHOWN		string path, u32 uid, u32 gid
 *	PUT_FILE	string path, u32 mode, u32 append, rest
 *	GET_FILE	string path, u32 max
 *			-> u32 1 if there was more, rest
 *	KERNEL_LOG	u64 first sequence number, u32 max
 *			-> u64 next sequence number, u32 1 if records were
 *			lost or there was more, rest: records as /dev/kmsg
 *			gives them
 *	RUN		string path, u16 n, n strings (argv), u32 uid, u32 gid,
 *			u32 CPU seconds, u32 wall milliseconds,
 *			u32 max output, u32 processes, u64 memory,
 *			u64 file size, block standard input
 *			-> u32 wait status, u32 RUN_* flags,
 *			u64 CPU microseconds, block standard output,
 *			block standard error
 *	NEW_PROCESS	string name, u32 uid, u32 gid, u16 port
 *	FORK		u16 number of the child, u16 port, string its name
 *			(empty: the parent's)
 *	END_PROCESS
 *	SCRIPT		u16 lanes, u16 0, u32 repeat; for each lane:
 *			u32 n, n calls
 *			-> for each lane, each repetition, each call:
 *			s64 value, s32 errno, block
 *	STACKS		-> rest: what the kernel says the process's threads
 *			wait in; process 0 stands for an errand under way
 *	CHECK_HEAP	the kernel looks over what kmalloc hands out, and says
 *			in its log what is damaged (if it watches it: slub_debug)
 *	TAINT		-> u64 the flags of /proc/sys/kernel/tainted
 *
 *	call = u8 CALL_*, u8 BUFFER_*, u16 0, s32 fd, u64 a, u64 b, block
 *		OPEN: a = flags, block = path
 *		IOCTL: a = command, b = argument
 *		READ, WRITE: b = the length that the call claims, block = what
 *		the accessible memory holds before the call; the result of a
 *		READ has in its block what it holds after
 *		DUP, CLOSE: fd alone
 *		CLOSE_ALL: nothing; closes what the process has opened, and
 *		unmaps what it has mapped
 *		POLL: a = events, b = milliseconds (negative: for ever); its
 *		value is the events that are so
 *		MMAP: a = length, and the protection in the upper half, b =
 *		offset; its value is the number of the mapping in the process
 *		PEEK: fd = the number of a mapping, the rest as for a READ of
 *		ordinary memory
 *		MUNMAP: fd = the number of a mapping
 *
 * A process may be given a port of its own, 1 and up, which the host promises
 * no other one has (0: none). SCRIPTs for it may then come by that port and are
 * answered there, without a detour through the agent: that doubles the rate of
 * single calls. Everything else still goes by the agent's port, which has the
 * highest number of them all.
 *
 * Unasked, with id 0, the agent sends PROCESS_ENDED (payload: s32 wait status,
 * -1 if unknown) when a process dies that no END_PROCESS asked to. A request
 * that was outstanding for it is answered ECHILD first.
 *
 * A frame that breaks these rules ends the guest, with a line in the kernel
 * log.
 */
#ifndef AGENT_PROTOCOL_H
#define AGENT_PROTOCOL_H

#define AGENT_PROTOCOL_VERSION 5
#define AGENT_PORT_NAME "org.messageslot.agent"

#define AGENT_HEADER_LENGTH 12
#define AGENT_MAX_PAYLOAD (16u << 20)
#define AGENT_MAX_LANES 64
#define AGENT_MAX_BUFFER (1u << 20)
#define AGENT_MAX_ARGUMENTS 256
#define AGENT_MAX_MAPPINGS 16
#define AGENT_REPLY 0x8000

enum agent_request {
	AGENT_HELLO = 1,
	AGENT_POWER_OFF = 2,
	AGENT_LOAD_MODULE = 3,
	AGENT_UNLOAD_MODULE = 4,
	AGENT_MKNOD = 5,
	AGENT_UNLINK = 6,
	AGENT_CHMOD = 7,
	AGENT_CHOWN = 8,
	AGENT_PUT_FILE = 9,
	AGENT_GET_FILE = 10,
	AGENT_KERNEL_LOG = 11,
	AGENT_RUN = 12,
	AGENT_NEW_PROCESS = 13,
	AGENT_FORK = 14,
	AGENT_END_PROCESS = 15,
	AGENT_SCRIPT = 16,
	AGENT_STACKS = 17,
	AGENT_CHECK_HEAP = 18,
	AGENT_TAINT = 19,
	AGENT_PROCESS_ENDED = 0x7001,
};

enum agent_call {
	CALL_OPEN = 1,
	CALL_IOCTL = 2,
	CALL_WRITE = 3,
	CALL_READ = 4,
	CALL_DUP = 5,
	CALL_CLOSE = 6,
	CALL_CLOSE_ALL = 7,
	CALL_POLL = 8,
	CALL_MMAP = 9,
	CALL_PEEK = 10,
	CALL_MUNMAP = 11,
};

enum agent_buffer {
	BUFFER_BYTES =
		0, /* ends where accessible memory ends, so that an overrun faults */
	BUFFER_NULL = 1,
	BUFFER_UNMAPPED = 2,
	BUFFER_READ_ONLY = 3,
	BUFFER_CROSSING = 4, /* placed like BYTES, but the call claims more */
	BUFFER_KERNEL = 5, /* an address in the kernel's half */
	BUFFER_UNTOUCHED = 6, /* like BYTES, but all zeros and not paged in */
};

enum agent_run_flags {
	RUN_TIMED_OUT = 1,
	RUN_OUTPUT_CUT = 2,
	RUN_ERROR_CUT = 4,
};

#endif /* AGENT_PROTOCOL_H */
