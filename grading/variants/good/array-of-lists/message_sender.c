// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <string.h>
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include "message_slot.h"

int main(int argc,char** argv){
  if(argc!=4){
    fprintf(stderr,"%s\n",strerror(EINVAL));
    return 1;
  }
  int fd=open(argv[1],O_WRONLY);
  if(fd<0){ perror("open"); return 1; }
  unsigned long id=strtoul(argv[2],NULL,10);
  if(ioctl(fd,MSG_SLOT_CHANNEL,id)<0){ perror("ioctl"); return 1; }
  int len=strlen(argv[3]);
  if(write(fd,argv[3],len)!=len){ perror("write"); return 1; }
  if(close(fd)<0){ perror("close"); return 1; }
  exit(0);
}
