// SPDX-License-Identifier: GPL-2.0
//my message slot!!
#undef __KERNEL__
#define __KERNEL__
#undef MODULE
#define MODULE
#include <linux/kernel.h>   /* We're doing kernel work */
#include <linux/module.h>   /* Specifically, a module */
#include <linux/fs.h>       /* for register_chrdev */
#include <linux/uaccess.h>  /* for get_user and put_user */
#include <linux/string.h>   /* for memset. NOTE - not string.h!*/
#include <linux/slab.h>
MODULE_LICENSE("GPL");
#include "message_slot.h"

typedef struct Channel{
  unsigned long id;
  char* msg;   //malloced!
  size_t msg_len;
  struct Channel* next;
}Channel;

typedef struct{
  Channel* head;
}Slot;

static Slot devices[257];

Channel* getChannel(Slot* s,unsigned long id){
  Channel* c=s->head;
  while(c!=NULL){
    if(c->id==id)return c;
    c=c->next;
  }
  return NULL;
}

static int device_open(struct inode* inode,struct file* file){
  file->private_data=NULL; //no channel yet
  return 0;
}

static long device_ioctl(struct file* file,unsigned int cmd,unsigned long id){
  if(cmd!=MSG_SLOT_CHANNEL) return -EINVAL;
  id=id&0xffffffff;
  if(!id) return -EINVAL;
  file->private_data=(void*)id;
  return 0;
}

static ssize_t device_read(struct file* file,char __user* buffer,size_t length,loff_t* offset){
  unsigned long id=(unsigned long)file->private_data;
  if(id==0) return -EINVAL;
  Channel* c=getChannel(&devices[iminor(file->f_path.dentry->d_inode)],id);
  if(c==NULL) return -EWOULDBLOCK;
  if(c->msg_len>length) return -ENOSPC;
  if(copy_to_user(buffer,c->msg,c->msg_len)!=0) return -EINVAL;
  return c->msg_len;
}

static ssize_t device_write(struct file* file,const char __user* buffer,size_t length,loff_t* offset){
  unsigned long id=(unsigned long)file->private_data;
  if(id==0) return -EINVAL;
  if(length<1||length>MAX_MSG_LEN) return -EMSGSIZE;
  char tmp[length];
  size_t i;
  for(i=0;i<length;++i){
    if(get_user(tmp[i],&buffer[i])) return -EINVAL;
  }
  Slot* s=&devices[iminor(file->f_path.dentry->d_inode)];
  Channel* c=getChannel(s,id);
  char* m=kmalloc(length,GFP_KERNEL);
  if(m==NULL) return -ENOMEM;
  memcpy(m,tmp,length);
  if(c==NULL){
    c=(Channel*)kmalloc(sizeof(Channel),GFP_KERNEL);
    if(c==NULL){
      kfree(m);
      return -ENOMEM;
    }
    c->id=id;
    c->msg=NULL;
    c->next=s->head;
    s->head=c;
  }
  if(c->msg!=NULL) kfree(c->msg);
  c->msg=m;
  c->msg_len=length;
  return length;
}

struct file_operations Fops={
  .owner=THIS_MODULE,
  .read=device_read,
  .write=device_write,
  .open=device_open,
  .unlocked_ioctl=device_ioctl,
};

int init_module(void){
  int rc=-1;
  int i;
  for(i=0;i<257;i++) devices[i].head=NULL;
  rc=register_chrdev(MAJOR_NUM,"message_slot",&Fops);
  if(rc<0){
    printk(KERN_ERR "register_chrdev failed: %d\n",rc);
    return rc;
  }
  return 0;
}

void cleanup_module(void){
  int i;
  for(i=0;i<257;i++){
    Channel* c=devices[i].head;
    while(c){
      Channel* tmp=c;
      c=c->next;
      kfree(tmp->msg);
      kfree(tmp);
    }
  }
  unregister_chrdev(MAJOR_NUM,"message_slot");
}
